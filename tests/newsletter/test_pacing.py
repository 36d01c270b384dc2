from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from newsletter import pacing, sending
from newsletter.models import DeliveryState, MailingState, Throttle
from newsletter.providers import Answer, TroubleError, Verdict
from tests.newsletter.issues import FakeProvider, copy_of, started
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def send(mailing, provider):
    return sending.run(mailing_id=mailing.pk, seconds=60, provider=provider)


def test_no_more_leave_than_the_bucket_holds_and_the_rest_later(hub_site, settings):
    settings.HUB_MAIL_RATE = 0.5  # five in ten seconds
    mailing, server = started(hub_site, readers=12), FakeProvider()

    with time_machine.travel(timezone.now(), tick=False) as clock:
        send(mailing, server)
        assert len(server.taken) == 5
        send(mailing, server)
        assert len(server.taken) == 5
        clock.shift(timedelta(seconds=4))
        send(mailing, server)
        assert len(server.taken) == 7
        clock.shift(timedelta(minutes=10))
        send(mailing, server)

    assert len(server.taken) == 12


def test_a_bucket_is_shared_by_all_issues(hub_site, settings):
    settings.HUB_MAIL_SENDER_RATE = 0.3
    first, server = started(hub_site, readers=3), FakeProvider()
    second = started(hub_site, readers=0, title="Un altro")

    with time_machine.travel(timezone.now(), tick=False):
        send(first, server)
        send(second, server)

    assert len(server.taken) == 3


def test_a_slow_domain_keeps_nobody_else_waiting(hub_site, settings):
    settings.HUB_MAIL_DOMAIN_RATES = {"slow.example": 0.1}
    for number in range(4):
        SubscriberFactory(email=f"s{number}@slow.example")
    mailing, server = started(hub_site, readers=4), FakeProvider()

    with time_machine.travel(timezone.now(), tick=False) as clock:
        send(mailing, server)
        assert len(server.taken) == 5
        held = mailing.deliveries.filter(state=DeliveryState.PLANNED)
        assert len({copy.retry_at for copy in held}) == 3
        for _minute in range(5):
            clock.shift(timedelta(seconds=12))
            send(mailing, server)

    mailing.refresh_from_db()
    assert (len(server.taken), mailing.state) == (8, MailingState.DONE)


def test_a_domain_that_has_enough_is_left_alone_for_a_while(hub_site):
    for name in ("busy", "calm"):
        SubscriberFactory(email=f"{name}@full.example")
    mailing = started(hub_site, readers=2)
    server = FakeProvider(busy=Answer(Verdict.DEFERRED, "421 4.7.0"))

    with time_machine.travel(timezone.now(), tick=False) as clock:
        send(mailing, server)
        assert copy_of(mailing, "calm@full.example").state == DeliveryState.PLANNED
        assert len(server.taken) == 3
        clock.shift(timedelta(minutes=6))
        send(mailing, FakeProvider())

    assert copy_of(mailing, "calm@full.example").state == DeliveryState.ACCEPTED


@pytest.mark.parametrize(
    ("code", "is_too_many"),
    [("421", True), ("450 4.7.1", True), ("452 4.2.2", False), ("550 5.7.1", False)],
)
def test_which_replies_mean_too_many(code, is_too_many):
    assert pacing.is_too_many(code) is is_too_many


def test_a_provider_that_says_when_is_left_alone_until_then_by_every_issue(hub_site):
    SubscriberFactory(email="anna@example.org")
    first = started(hub_site, readers=0)
    second = started(hub_site, readers=0, title="Un altro")
    busy = TroubleError("provider 429", is_configuration=False, is_busy=True, retry_after=900)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        send(first, FakeProvider(anna=busy))
        assert sending.due_mailings() == []
        clock.shift(timedelta(seconds=899))
        assert sending.due_mailings() == []
        clock.shift(timedelta(seconds=2))
        assert sending.due_mailings() == [first.pk, second.pk]

    assert first.deliveries.get().state == DeliveryState.PLANNED


def test_a_long_rest_is_not_shortened():
    later, soon = (timezone.now() + timedelta(hours=hours) for hours in (2, 1))
    pacing.cool(name="domain:example.org", until=later, reason="421")

    pacing.cool(name="domain:example.org", until=soon, reason="421")

    assert Throttle.objects.get().cooled_until == later


def test_where_nothing_is_limited_nothing_is_asked(hub_site, django_assert_num_queries):
    pace = pacing.Pace("redazione@example.org")
    pace.look()

    with django_assert_num_queries(0):
        assert pace.admit([1, 2, 3]).now == [1, 2, 3]
