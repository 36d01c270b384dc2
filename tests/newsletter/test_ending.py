from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter import deciding, ending, pulsing, recording, sending, steering
from newsletter.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.providers import Answer, Verdict
from newsletter.transitions import NotAllowedError
from tests.crowds import at_once
from tests.newsletter.issues import FakeProvider, copy_of, started, states
from tests.newsletter.readers import SubscriberFactory

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db

PUT_OFF = Answer(Verdict.DEFERRED, "451")


def whole(mailing) -> dict[str, int]:
    """The accounts of a mailing, which must add up."""
    mailing.refresh_from_db()
    accounts = ending.accounts(mailing)
    assert sum(accounts.values()) == mailing.planned
    return accounts


@pytest.mark.parametrize("answer", [PUT_OFF, Answer(Verdict.UNWANTED, "554 5.7.1")])
def test_a_copy_put_off_while_its_mailing_is_cancelled_does_not_wait_for_ever(hub_site, answer):
    mailing = started(hub_site, readers=3)

    class Cancelling(FakeProvider):
        """Somebody cancels while the first mail is being handed over."""

        def hand_over(self, letter, personal):
            if not self.taken:
                steering.cancel(mailing_id=mailing.pk)
            super().hand_over(letter, personal)
            return answer

    sending.run(mailing_id=mailing.pk, seconds=60, provider=Cancelling())
    assert whole(mailing)["waiting"] > 0

    pulsing.pulse()

    assert whole(mailing) == whole(mailing) | {"waiting": 0, "skipped": 3}
    assert set(mailing.deliveries.values_list("reason", flat=True)) == {"cancelled"}
    assert mailing.state == MailingState.CANCELLED


def test_an_answer_that_comes_after_the_end_leaves_nothing_waiting(hub_site):
    SubscriberFactory(email="silent@example.org")
    mailing = started(hub_site, readers=1)
    sending.run(
        mailing_id=mailing.pk,
        seconds=60,
        provider=FakeProvider(silent=Answer(Verdict.UNCERTAIN, "sender-died")),
    )
    recording.record([(copy_of(mailing, "silent@example.org"), PUT_OFF)])
    Mailing.objects.update(finished_at=timezone.now() - timedelta(days=30))
    assert whole(mailing)["waiting"] == 1

    assert ending.skip_stranded(since=timezone.now() - timedelta(days=2)) == 0
    assert ending.skip_stranded() == 1

    assert whole(mailing)["waiting"] == 0
    assert copy_of(mailing, "silent@example.org").reason == ending.OVER


def test_a_mailing_whose_accounts_do_not_add_up_is_not_done(hub_site):
    mailing = started(hub_site, readers=2)
    mailing.deliveries.update(state=DeliveryState.ACCEPTED)
    Mailing.objects.update(planned=3)

    assert not ending.finish(mailing_id=mailing.pk)

    mailing.refresh_from_db()
    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, ending.ACCOUNTS)


def test_a_copy_of_a_cancelled_mailing_is_not_sent_again(hub_site):
    mailing = started(hub_site, readers=1)
    mailing.deliveries.update(
        state=DeliveryState.UNCERTAIN, intent_at=timezone.now() - timedelta(days=2)
    )
    steering.cancel(mailing_id=mailing.pk)

    with pytest.raises(NotAllowedError):
        deciding.resend_all(mailing_id=mailing.pk)

    assert states(mailing) == [DeliveryState.UNCERTAIN]


@pytest.mark.django_db(transaction=True)
def test_a_mailing_does_not_end_while_somebody_has_a_copy_sent_again(hub_site, at_once):
    mailing = started(hub_site, readers=1)
    for _round in range(5):
        Mailing.objects.update(state=MailingState.SENDING)
        Delivery.objects.update(
            state=DeliveryState.UNCERTAIN, intent_at=timezone.now() - timedelta(days=2)
        )

        at_once(
            lambda: deciding.resend_all(mailing_id=mailing.pk),
            lambda: ending.finish(mailing_id=mailing.pk),
        )

        mailing.refresh_from_db()
        assert states(mailing) == [DeliveryState.PLANNED]
        assert mailing.state == MailingState.SENDING
