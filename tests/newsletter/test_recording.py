from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.refusals import About
from newsletter import hopeless, recording, sending, steering, suppression
from newsletter.models import Delivery, DeliveryState, SubscriberState, SuppressionReason
from newsletter.providers import Answer, Verdict
from tests.newsletter.issues import FakeProvider, copy_of, make_issue, started, states
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def test_a_mailbox_that_does_not_exist_is_suppressed_at_once_and_others_are_not(hub_site):
    answers = {
        "gone": Answer(Verdict.REFUSED, "550 5.1.1", about=About.GONE),
        "full": Answer(Verdict.REFUSED, "552 5.2.2", about=About.READER),
        "large": Answer(Verdict.REFUSED, "552 5.3.4", about=About.UNCLEAR),
        "blocked": Answer(Verdict.UNWANTED, "554 5.7.1", about=About.US),
    }
    readers = {name: SubscriberFactory(email=f"{name}@example.org") for name in answers}
    mailing = started(hub_site, readers=0)

    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider(**answers))

    for name, reader in readers.items():
        reader.refresh_from_db()
        is_gone = name == "gone"
        assert (reader.state == SubscriberState.BOUNCED) is is_gone
        assert suppression.is_suppressed(reader.email) is is_gone
    assert suppression.reason_for("gone@example.org") == SuppressionReason.BOUNCE


def test_an_answer_that_came_too_late_suppresses_nobody(hub_site):
    reader = SubscriberFactory(email="gone@example.org")
    mailing = started(hub_site, readers=0)
    copy = copy_of(mailing, reader.email)

    recording.record([(copy, Answer(Verdict.REFUSED, "550 5.1.1", about=About.GONE))])

    assert states(mailing) == [DeliveryState.PLANNED]
    assert not suppression.is_suppressed(reader.email)


FULL = Answer(Verdict.DEFERRED, "452 4.2.2", about=About.AWAY)
BUSY = Answer(Verdict.DEFERRED, "451 4.3.0", about=About.TEMPORARY)
FULL_FOR_GOOD = Answer(Verdict.REFUSED, "552 5.2.2", about=About.READER)
TAKEN = Answer(Verdict.ACCEPTED)


def after(hub_site, *answers: Answer) -> SubscriberState:
    """A reader's state after an issue a week, each always answered in the same way."""
    reader = SubscriberFactory(email="full@example.org")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number, answer in enumerate(answers):
            mailing = steering.freeze(page=make_issue(hub_site, title=f"Numero {number}"))
            if not mailing.planned:
                break
            steering.start(mailing_id=mailing.pk)
            for _attempt in range(recording.MOST_ATTEMPTS):
                provider = FakeProvider(full=answer)
                sending.run(mailing_id=mailing.pk, seconds=60, provider=provider)
                clock.shift(timedelta(hours=17))
            clock.shift(timedelta(days=1))
    reader.refresh_from_db()
    return SubscriberState(reader.state)


def test_a_mailbox_that_is_full_for_issue_after_issue_counts_as_gone(hub_site):
    assert after(hub_site, *[FULL] * hopeless.MOST_SOFT) == SubscriberState.BOUNCED
    assert suppression.reason_for("full@example.org") == SuppressionReason.BOUNCE


def test_a_copy_that_a_full_mailbox_did_not_take_counts_once_however_often_it_was_tried(hub_site):
    assert after(hub_site, *[FULL] * (hopeless.MOST_SOFT - 1)) == SubscriberState.ACTIVE
    reasons = Delivery.objects.values_list("reason", flat=True)
    assert set(reasons) == {"away 452 4.2.2"}


@pytest.mark.parametrize(
    "answers",
    [
        [FULL] * 3 + [TAKEN, FULL],
        # Of the server, not of the mailbox.
        [BUSY] * 5,
    ],
)
def test_a_mailbox_that_took_a_mail_or_was_not_asked_is_not_gone(hub_site, answers):
    assert after(hub_site, *answers) == SubscriberState.ACTIVE


def test_a_server_that_calls_a_full_mailbox_final_is_counted_the_same(hub_site):
    assert after(hub_site, FULL, FULL_FOR_GOOD, FULL, FULL_FOR_GOOD) == SubscriberState.BOUNCED
