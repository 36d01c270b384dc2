import threading
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.scheduling import registered
from newsletter import claiming, pulsing, steering, transitions
from newsletter.models import DeliveryState, Mailing, MailingState
from tests.newsletter.issues import FakeProvider, make_issue, started, states
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(monkeypatch):
    provider = FakeProvider()
    monkeypatch.setattr("newsletter.sending.open_provider", lambda: provider)
    return provider


def test_the_worker_has_a_pulse():
    assert "newsletter.pulse" in [job.name for job in registered()]


def test_a_pulse_sends_what_has_been_started_and_nothing_else(hub_site, server):
    mailing = started(hub_site, readers=2)
    other = steering.freeze(page=make_issue(hub_site, title="Un altro numero"))

    pulsing.pulse()

    assert len(server.taken) == 2
    assert Mailing.objects.get(pk=mailing.pk).state == MailingState.DONE
    assert Mailing.objects.get(pk=other.pk).state == MailingState.FROZEN


def test_a_pulse_clears_up_after_a_sender_that_died(hub_site, server):
    mailing = started(hub_site, readers=2)
    numbers = claiming.claim(mailing_id=mailing.pk, owner="dead", count=10)
    claiming.commit_intent(numbers=numbers[:1], owner="dead")

    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        pulsing.pulse()

    assert states(mailing) == [DeliveryState.UNCERTAIN, DeliveryState.ACCEPTED]
    assert Mailing.objects.get(pk=mailing.pk).state == MailingState.EXCEPTIONS


def test_a_pulse_gives_up_a_freeze_that_was_killed(hub_site, server):
    SubscriberFactory()
    mailing = steering.approve(page=make_issue(hub_site))
    transitions.move(mailing_id=mailing.pk, to=MailingState.FREEZING)

    pulsing.pulse()
    assert Mailing.objects.get().state == MailingState.FREEZING
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        pulsing.pulse()

    assert Mailing.objects.get().state == MailingState.APPROVED


def test_a_mailing_whose_last_copy_was_settled_elsewhere_is_finished(hub_site, server):
    mailing = started(hub_site, readers=1)
    mailing.deliveries.update(state=DeliveryState.ACCEPTED)

    pulsing.pulse()

    assert Mailing.objects.get().state == MailingState.DONE


def test_a_worker_that_is_told_to_stop_sends_nothing_more(hub_site, server):
    mailing = started(hub_site, readers=3)
    stop = threading.Event()
    stop.set()

    pulsing.pulse(stop=stop)

    assert server.taken == []
    assert set(states(mailing)) == {DeliveryState.PLANNED}
