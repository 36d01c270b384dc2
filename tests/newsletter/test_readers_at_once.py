"""What happens when two people, or one person twice, do the same thing at the same moment."""

from __future__ import annotations

import pytest
from django.core import mail

from core.budgeting import HOUR, TooManyRequests
from newsletter import answering, consent, signup, unsubscribing
from newsletter.allowances import take_request
from newsletter.models import (
    ConsentChannel,
    ConsentEvent,
    ReaderMail,
    ReaderRequest,
    RequestKind,
    Subscriber,
)
from newsletter.signup import Confirmation
from tests.crowds import at_once
from tests.newsletter.readers import SubscriberFactory, asked, last_mail, token_in

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6


def test_one_address_signed_up_many_times_at_once_is_one_subscriber_with_one_mail(at_once):
    requests = [
        ReaderRequest.objects.create(
            kind=RequestKind.SIGN_UP, email="anna@example.org", language="it"
        )
        for _ in range(CROWD)
    ]

    at_once(*[lambda pk=one.pk: signup.handle(request_id=pk) for one in requests])

    assert Subscriber.objects.count() == 1
    assert ReaderMail.objects.count() == 1


def test_confirming_many_times_at_once_confirms_once(at_once):
    asked("anna@example.org")
    token = token_in(last_mail())

    outcomes = at_once(*[lambda: signup.confirm(token=token)] * CROWD)

    results = [outcome.result for outcome in outcomes]
    assert results.count(Confirmation.DONE) == 1
    assert results.count(Confirmation.ALREADY) == CROWD - 1
    assert ConsentEvent.objects.count() == 1
    assert ReaderMail.objects.filter(purpose="welcome").count() == 1


def test_many_readers_leaving_at_once_leave_a_chain_in_order(at_once):
    readers = SubscriberFactory.create_batch(CROWD)

    at_once(
        *[
            lambda pk=reader.pk: unsubscribing.unsubscribe(
                subscriber_id=pk, channel=ConsentChannel.ONE_CLICK
            )
            for reader in readers
        ]
    )

    report = consent.check_chain()
    assert (report.count, report.problems) == (2 * CROWD, [])


def test_leaving_twice_at_once_is_written_down_once(at_once):
    anna = SubscriberFactory()

    changed = at_once(
        *[
            lambda: unsubscribing.unsubscribe(
                subscriber_id=anna.pk, channel=ConsentChannel.ONE_CLICK
            )
        ]
        * CROWD
    )

    assert changed.count(True) == 1


def test_several_workers_send_a_mail_once(at_once):
    asked("anna@example.org")
    mail.outbox.clear()
    ReaderMail.objects.update(state="planned", due_at="2026-01-01T00:00Z")
    letter = ReaderMail.objects.get()

    at_once(*[lambda: answering.send(mail_id=letter.pk)] * CROWD)

    assert len(mail.outbox) == 1


def test_a_network_cannot_slip_through_by_asking_at_once(at_once, monkeypatch):
    from newsletter import allowances

    monkeypatch.setattr(allowances, "NETWORK_SHARES", ((HOUR, 3),))

    def ask() -> bool:
        try:
            take_request(network="192.0.2.0/24")
        except TooManyRequests:
            return False
        return True

    assert at_once(*[ask] * CROWD).count(True) == 3
