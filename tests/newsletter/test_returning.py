from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from newsletter import checkup, pulsing, steering
from newsletter.models import Mailing, MailingState
from tests.newsletter.issues import FakeProvider, entries, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(monkeypatch):
    provider = FakeProvider()
    monkeypatch.setattr("newsletter.sending.open_provider", lambda: provider)
    return provider


@pytest.fixture
def noon():
    """A moment that is far from the quiet hours."""
    with time_machine.travel(datetime(2027, 5, 10, 10, tzinfo=UTC), tick=False) as clock:
        yield clock


def half_sent(hub):
    """An issue that tells of an event of tomorrow; it was started, and a worker was at it."""
    tomorrow = timezone.now() + timedelta(days=1)
    event = hub.event(starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=2))
    mailing = started(hub, entries(event), readers=2)
    Mailing.objects.update(held_until=timezone.now() + timedelta(minutes=10))
    pulsing.pulse()
    return mailing


def beat(mailing):
    pulsing.pulse()
    mailing.refresh_from_db()


@pytest.mark.parametrize("go_on", [pulsing.pulse, lambda: call_command("send_newsletter")])
def test_after_days_without_a_worker_what_is_over_pauses_the_issue(hub_site, server, noon, go_on):
    mailing = half_sent(hub_site)
    noon.shift(timedelta(days=3))

    go_on()

    mailing.refresh_from_db()
    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, checkup.CHANGED)
    assert server.taken == []
    with pytest.raises(checkup.ChangedError):
        steering.resume(mailing_id=mailing.pk)
    steering.resume(mailing_id=mailing.pk, anyway=True)
    beat(mailing)
    assert (mailing.state, len(server.taken)) == (MailingState.DONE, 2)


def test_after_hours_without_a_worker_an_issue_goes_on_where_nothing_has_changed(
    hub_site, server, noon
):
    mailing = half_sent(hub_site)
    noon.shift(timedelta(hours=10))

    beat(mailing)

    assert (mailing.state, len(server.taken)) == (MailingState.DONE, 2)


def test_an_issue_that_waits_while_a_worker_is_there_is_not_stopped(hub_site, server, noon):
    mailing = half_sent(hub_site)
    Mailing.objects.update(held_until=timezone.now() + timedelta(days=2))

    for _turn in range(10):
        noon.shift(timedelta(hours=5))
        beat(mailing)

    assert (mailing.state, len(server.taken)) == (MailingState.DONE, 2)
