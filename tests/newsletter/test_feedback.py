from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from newsletter import claiming, feedback, sending, steering
from newsletter.feedback import Report
from newsletter.models import (
    ConsentAction,
    ConsentEvent,
    Delivery,
    DeliveryReport,
    DeliveryState,
    MailingState,
    ReportKind,
    ReportOutcome,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from newsletter.providers import Answer, Verdict
from tests.newsletter.issues import FakeProvider, make_issue, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def report(copy: Delivery | None, kind: ReportKind, **fields) -> Report:
    defaults: dict[str, Any] = {
        "source": "test",
        "happened_at": timezone.now(),
        "delivery_number": copy.pk if copy else None,
        "attempt_id": copy.attempt_id if copy else None,
    }
    return Report(kind=kind, **(defaults | fields))


def deal(*reports: Report) -> None:
    for one in reports:
        feedback.take_in(one)
    feedback.process_waiting()


def later(wait: timedelta) -> None:
    with time_machine.travel(timezone.now() + wait + timedelta(seconds=1), tick=False):
        feedback.process_waiting()


def sent(hub_site, provider=None, readers: int = 1):
    mailing = started(hub_site, readers=readers)
    sending.run(mailing_id=mailing.pk, seconds=60, provider=provider or FakeProvider())
    return mailing


@pytest.fixture
def copy(hub_site):
    return sent(hub_site).deliveries.get()


def state(copy) -> str:
    copy.refresh_from_db()
    return copy.state


def test_a_delivery_is_noted(copy):
    deal(report(copy, ReportKind.DELIVERED))

    assert state(copy) == DeliveryState.DELIVERED
    assert copy.subscriber.state == SubscriberState.ACTIVE


def test_a_report_that_comes_twice_counts_once(copy):
    one = report(copy, ReportKind.HARD, name="event-1")

    assert feedback.take_in(one)
    assert not feedback.take_in(replace(one, happened_at=timezone.now()))
    feedback.process_waiting()
    feedback.process_waiting()

    assert DeliveryReport.objects.count() == 1


def test_a_mailbox_that_does_not_exist_is_never_written_to_again(copy):
    deal(report(copy, ReportKind.HARD, code="5.1.1"))

    assert (state(copy), copy.reason) == (DeliveryState.BOUNCED, "5.1.1")
    assert Subscriber.objects.get().state == SubscriberState.BOUNCED
    assert not Subscriber.objects.mailable().exists()
    assert Suppression.objects.get().reason == SuppressionReason.BOUNCE


def test_a_complaint_withdraws_the_consent(copy):
    deal(report(copy, ReportKind.COMPLAINED))

    assert state(copy) == DeliveryState.COMPLAINED
    assert Subscriber.objects.get().state == SubscriberState.COMPLAINED
    withdrawn = ConsentEvent.objects.get(action=ConsentAction.WITHDRAWN)
    assert withdrawn.reference == f"delivery {copy.pk}"


@pytest.mark.parametrize(
    "order", permutations([ReportKind.DELIVERED, ReportKind.HARD, ReportKind.COMPLAINED])
)
def test_in_whatever_order_reports_come_the_reader_is_left_alone(copy, order):
    deal(*(report(copy, kind, name=kind) for kind in order))

    assert state(copy) in {DeliveryState.BOUNCED, DeliveryState.COMPLAINED}
    assert Suppression.objects.get().reason == SuppressionReason.COMPLAINT
    assert not Subscriber.objects.mailable().exists()


def test_a_report_before_our_own_commit_waits_for_it(hub_site):
    mailing = started(hub_site, readers=1)
    numbers = claiming.claim(mailing_id=mailing.pk, owner="me", count=1)
    (copy,) = claiming.commit_intent(numbers=numbers, owner="me")

    deal(report(copy, ReportKind.DELIVERED))
    assert DeliveryReport.objects.get().outcome == ReportOutcome.WAITING
    Delivery.objects.update(state=DeliveryState.ACCEPTED, lease_until=None)
    later(feedback.SHORTEST_WAIT)

    assert state(copy) == DeliveryState.DELIVERED


@pytest.mark.parametrize(
    "proof",
    [
        {"attempt_id": uuid4()},
        {"attempt_id": None},
        {"attempt_id": None, "provider_id": "another"},
        {"attempt_id": None, "address": "somebody.else@example.net"},
    ],
)
def test_a_number_without_a_proof_changes_nothing(copy, proof):
    Delivery.objects.update(provider_id="ours" if "provider_id" in proof else "")
    address = proof.get("address", copy.subscriber.email if proof["attempt_id"] else "")

    deal(report(copy, ReportKind.COMPLAINED, **(proof | {"address": address})))

    assert state(copy) == DeliveryState.ACCEPTED
    assert Subscriber.objects.mailable().exists()
    assert DeliveryReport.objects.get().outcome == ReportOutcome.UNMATCHED


@pytest.mark.parametrize("proof", ["provider_id", "address", "is_proven"])
def test_the_name_the_address_or_our_signature_prove_a_number_as_well(copy, proof):
    Delivery.objects.update(provider_id="abc-1")
    known = {
        "provider_id": "abc-1",
        "address": copy.subscriber.email.upper(),
        "is_proven": True,
    }

    deal(report(copy, ReportKind.DELIVERED, attempt_id=None, **{proof: known[proof]}))

    assert state(copy) == DeliveryState.DELIVERED


def test_reports_about_mails_of_others_do_not_keep_ours_waiting(
    copy, django_assert_max_num_queries
):
    for number in range(8):
        feedback.take_in(
            report(
                None,
                ReportKind.HARD,
                source="others",
                provider_id=f"x{number}",
                address=f"{number}@example.net",
            )
        )
        feedback.take_in(report(None, ReportKind.HARD, provider_id=f"y{number}"))
    feedback.take_in(report(copy, ReportKind.DELIVERED))

    for _turn in range(4):
        feedback.process_waiting(count=4)

    assert state(copy) == DeliveryState.DELIVERED
    others = DeliveryReport.objects.filter(source="others")
    assert {row.outcome for row in others} == {ReportOutcome.UNMATCHED}
    assert not others.exclude(address_hash="", provider_id="").exists()
    with django_assert_max_num_queries(1):
        feedback.process_waiting()


def test_a_report_that_fits_nothing_is_looked_at_ever_less_often_and_then_put_away(copy):
    feedback.take_in(report(None, ReportKind.DELIVERED, provider_id="abc-1"))
    row, looks = DeliveryReport.objects.get(), 0
    while row.outcome == ReportOutcome.WAITING:
        with time_machine.travel(row.look_again_at + timedelta(seconds=1), tick=False):
            feedback.process_waiting()
        row.refresh_from_db()
        looks += 1

    assert row.outcome == ReportOutcome.UNMATCHED
    assert row.processed_at - row.received_at >= feedback.PATIENCE
    assert looks < 25


def test_the_name_of_a_mail_may_be_known_later_than_the_report(hub_site, copy):
    one = report(None, ReportKind.DELIVERED, provider_id="abc-1")
    deal(one)
    assert DeliveryReport.objects.get().outcome == ReportOutcome.WAITING

    Delivery.objects.update(provider_id="abc-1")
    later(feedback.SHORTEST_WAIT)

    assert state(copy) == DeliveryState.DELIVERED


def test_a_report_about_a_mail_of_somebody_else_is_put_away(copy):
    deal(report(None, ReportKind.HARD, address="nobody@example.net"))

    assert DeliveryReport.objects.get().outcome == ReportOutcome.UNMATCHED
    assert state(copy) == DeliveryState.ACCEPTED


def test_a_mail_that_is_no_copy_is_known_by_its_address(copy):
    deal(report(None, ReportKind.HARD, address=copy.subscriber.email.upper()))

    assert Subscriber.objects.get().state == SubscriberState.BOUNCED
    assert DeliveryReport.objects.get().address_hash == "", "what was dealt with leads to nobody"


@pytest.mark.parametrize("kind", [ReportKind.COMPLAINED, ReportKind.UNSUBSCRIBED])
def test_an_address_alone_complains_of_nobody(copy, kind):
    address = copy.subscriber.email
    deal(report(None, kind, address=address, provider_id="of another program"))

    assert DeliveryReport.objects.get().outcome == ReportOutcome.UNMATCHED
    assert Subscriber.objects.mailable().exists()

    deal(report(None, kind, address=address, is_proven=True))
    assert not Subscriber.objects.mailable().exists()


def test_proof_of_delivery_settles_what_was_uncertain(hub_site):
    SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=0)
    silent = FakeProvider(anna=Answer(Verdict.UNCERTAIN, "no-answer"))
    sending.run(mailing_id=mailing.pk, seconds=60, provider=silent)

    deal(report(mailing.deliveries.get(), ReportKind.DELIVERED))

    assert state(mailing.deliveries.get()) == DeliveryState.DELIVERED


def after(hub_site, *events: list[ReportKind]) -> str:
    """A reader's state after a mail a week, each with these reports."""
    SubscriberFactory()
    now = timezone.now()
    for number, kinds in enumerate(events):
        with time_machine.travel(now + timedelta(days=7 * number), tick=False):
            mailing = steering.freeze(page=make_issue(hub_site, title=f"Numero {number}"))
            steering.start(mailing_id=mailing.pk)
            sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider())
            for place, kind in enumerate(kinds):
                deal(report(mailing.deliveries.get(), kind, name=f"{number} {place}"))
    return Subscriber.objects.get().state


SOFT, NONE = [ReportKind.SOFT], []  # type: ignore[var-annotated]


def test_a_full_mailbox_is_forgiven_until_it_has_been_full_too_often(hub_site):
    assert after(hub_site, *[SOFT] * 3, SOFT) == SubscriberState.BOUNCED


@pytest.mark.parametrize(
    "events",
    [
        [SOFT] * 3 + [[ReportKind.DELIVERED], SOFT],
        # A plain mail server says nothing of what arrives.
        [SOFT] * 3 + [NONE, SOFT],
        # Four reports, but two mails.
        [SOFT * 2, SOFT * 2],
    ],
)
def test_a_row_of_mails_that_came_back_is_ended_by_one_that_did_not(hub_site, events):
    assert after(hub_site, *events) == SubscriberState.ACTIVE


def test_complaints_pause_what_is_being_sent(hub_site):
    mailing = started(hub_site, readers=4)
    Delivery.objects.filter(
        pk__in=list(mailing.deliveries.values_list("pk", flat=True)[:3])
    ).update(state=DeliveryState.ACCEPTED, attempt_id=uuid4())
    copies = list(mailing.deliveries.filter(state=DeliveryState.ACCEPTED))

    deal(*(report(copy, ReportKind.COMPLAINED) for copy in copies[:2]))

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED
    assert mailing.reason.startswith("complaints")


def test_reports_are_forgotten_when_they_are_old(copy):
    deal(report(copy, ReportKind.DELIVERED))

    assert feedback.forget(before=timezone.now() - timedelta(days=1)) == 0
    assert feedback.forget(before=timezone.now() + timedelta(days=1)) == 1
