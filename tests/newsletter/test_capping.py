from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter import audience, capping, claiming, ending, sending, steering
from newsletter.models import Delivery, DeliveryState, Frequency, Subscriber
from newsletter.providers import Answer, Verdict
from tests.crowds import at_once
from tests.newsletter.issues import FakeProvider, frozen, make_issue, started
from tests.newsletter.readers import SubscriberFactory

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db


def weekly(**fields):
    return SubscriberFactory(email="anna@example.org", frequency=Frequency.WEEKLY, **fields)


def two_for_anna(hub_site):
    """Two issues frozen before she wished for fewer mails."""
    anna = SubscriberFactory(email="anna@example.org")
    both = [started(hub_site, readers=0, title=title) for title in ("Uno", "Due")]
    Subscriber.objects.filter(pk=anna.pk).update(frequency=Frequency.WEEKLY)
    return both


def send(mailing, **answers):
    sending.run(mailing_id=mailing.pk, seconds=60, provider=FakeProvider(**answers))
    return mailing.deliveries.get(subscriber__email="anna@example.org")


def test_of_two_issues_frozen_one_after_the_other_a_weekly_reader_is_in_one(hub_site):
    weekly()
    SubscriberFactory()

    first, second = frozen(hub_site, title="Uno"), frozen(hub_site, title="Due")

    assert (first.planned, second.planned) == (2, 1)
    assert second.exclusions == {audience.Exclusion.FREQUENCY: 1}


def test_who_wishes_for_fewer_mails_after_the_freeze_gets_fewer(hub_site):
    first, second = two_for_anna(hub_site)

    assert send(first).state == DeliveryState.ACCEPTED
    copy = send(second)

    assert (copy.state, copy.reason) == (DeliveryState.SKIPPED, capping.REASON)
    assert sum(ending.accounts(second).values()) == second.planned


def test_a_mail_that_was_refused_gives_its_turn_back(hub_site):
    first, second = two_for_anna(hub_site)

    assert send(first, anna=Answer(Verdict.REFUSED, "554")).state == DeliveryState.REFUSED

    assert send(second).state == DeliveryState.ACCEPTED


def test_a_copy_that_is_put_off_keeps_its_turn(hub_site):
    first, second = two_for_anna(hub_site)

    send(first, anna=Answer(Verdict.DEFERRED, "451"))
    assert send(second).reason == capping.REASON
    Delivery.objects.update(retry_at=timezone.now() - timedelta(seconds=1))

    assert send(first).state == DeliveryState.ACCEPTED


def test_the_next_week_there_is_a_turn_again(hub_site):
    first, second = two_for_anna(hub_site)
    send(first)
    long_ago = timezone.now() - timedelta(days=7)
    Delivery.objects.filter(mailing=first).update(intent_at=long_ago)
    Subscriber.objects.update(last_mail_at=long_ago)

    assert send(second).state == DeliveryState.ACCEPTED


def test_readers_of_every_issue_cost_no_query(hub_site, django_assert_num_queries):
    mailing = started(hub_site, readers=3)
    copies = list(mailing.deliveries.select_related("subscriber"))

    with django_assert_num_queries(0):
        assert capping.without_turn(copies, at=timezone.now()) == set()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_senders_at_the_same_moment_give_a_weekly_reader_one_mail(hub_site, at_once):
    both = two_for_anna(hub_site)
    held = [
        (claiming.claim(mailing_id=one.pk, owner=f"s{one.pk}", count=9), f"s{one.pk}")
        for one in both
    ]

    at_once(
        *[
            lambda numbers=numbers, owner=owner: claiming.commit_intent(
                numbers=numbers, owner=owner
            )
            for numbers, owner in held
        ]
    )

    states = sorted(Delivery.objects.values_list("state", flat=True))
    assert states == [DeliveryState.INTENT, DeliveryState.SKIPPED]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_issues_frozen_at_the_same_moment_share_a_weekly_reader_out(hub_site, at_once):
    weekly()
    SubscriberFactory()
    pages = [make_issue(hub_site, title=title) for title in ("Uno", "Due")]

    mailings = at_once(*[lambda page=page: steering.freeze(page=page) for page in pages])

    assert sorted(one.planned for one in mailings) == [1, 2]
