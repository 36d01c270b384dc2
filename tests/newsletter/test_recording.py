import pytest

from core.refusals import About
from newsletter import recording, sending, suppression
from newsletter.models import DeliveryState, SubscriberState, SuppressionReason
from newsletter.providers import Answer, Verdict
from tests.newsletter.issues import FakeProvider, copy_of, started, states
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
