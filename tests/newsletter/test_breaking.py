import pytest

from newsletter import breaking, ending, failures, sending, steering
from newsletter.models import Delivery, DeliveryState, MailingState
from newsletter.providers import Answer, Verdict
from tests.newsletter.issues import FakeProvider, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def marked(mailing, state: DeliveryState, count: int, others: int) -> None:
    """Give copies a state, and let others have been accepted."""
    numbers = list(mailing.deliveries.order_by("pk").values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=numbers[:count]).update(state=state)
    accepted = numbers[count : count + others]
    Delivery.objects.filter(pk__in=accepted).update(state=DeliveryState.ACCEPTED)


def state(mailing) -> str:
    mailing.refresh_from_db()
    return mailing.state


def test_too_many_that_come_back_pause_the_issue_and_the_reason_is_kept(hub_site):
    mailing = started(hub_site, readers=60)
    marked(mailing, DeliveryState.BOUNCED, 5, 50)

    assert breaking.look(mailing_id=mailing.pk)

    assert state(mailing) == MailingState.PAUSED
    assert mailing.reason.startswith("bounces 9")


def test_two_complaints_pause_an_issue_and_one_does_not(hub_site):
    mailing = started(hub_site, readers=20)
    marked(mailing, DeliveryState.COMPLAINED, 1, 10)
    assert not breaking.look(mailing_id=mailing.pk)

    marked(mailing, DeliveryState.COMPLAINED, 2, 10)

    assert breaking.look(mailing_id=mailing.pk).startswith("complaints")


def test_a_few_among_many_are_no_reason(hub_site):
    assert failures.Failures(gone=1000, bounces=20, complaints=1).excess() == ""
    assert failures.Failures(gone=1000, bounces=21, complaints=1).excess() == "bounces 2.1"
    assert failures.Failures(gone=3000, bounces=4, complaints=3).excess() == ""
    assert failures.Failures(gone=2999, bounces=4, complaints=3).excess() == "complaints 0.1"


def test_what_a_person_knew_of_does_not_stop_it_again(hub_site):
    mailing = started(hub_site, readers=60)
    marked(mailing, DeliveryState.BOUNCED, 5, 20)
    breaking.look(mailing_id=mailing.pk)
    steering.resume(mailing_id=mailing.pk)

    assert not breaking.look(mailing_id=mailing.pk)
    marked(mailing, DeliveryState.BOUNCED, 10, 20)
    assert breaking.look(mailing_id=mailing.pk)


def test_mailboxes_that_do_not_exist_stop_a_sending_in_its_middle(hub_site):
    SubscriberFactory.create_batch(40, with_consent=False)
    mailing = started(hub_site, readers=0)
    server = FakeProvider()
    no_such = Answer(Verdict.REFUSED, "550 5.1.1")
    server.answers = dict.fromkeys(
        (reader.subscriber.email.partition("@")[0] for reader in mailing.deliveries.all()), no_such
    )

    sending.run(mailing_id=mailing.pk, seconds=60, provider=server)

    assert state(mailing) == MailingState.PAUSED
    assert ending.accounts(mailing)["waiting"] > 0
