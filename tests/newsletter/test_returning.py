from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from newsletter import checkup, pacing, pulsing, returning, steering
from newsletter.models import DeliveryState, Mailing, MailingState
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


def hold(mailing, until):
    """A mail server or provider that wants no mail from anybody until then."""
    Mailing.objects.filter(pk=mailing.pk).update(held_until=until)


def rest(mailing, until):
    """Our own address has to keep a pace."""
    pacing.cool(name=pacing.provider_name(), until=until, reason="421")


def put_off(mailing, until):
    """The copies were put off one by one."""
    hold(mailing, None)
    mailing.deliveries.update(state=DeliveryState.DEFERRED, retry_at=until)


@pytest.mark.parametrize("wait", [hold, rest, put_off])
def test_what_is_over_after_a_long_wait_pauses_the_issue_though_a_worker_was_there(
    hub_site, server, noon, wait
):
    mailing = half_sent(hub_site)
    wait(mailing, timezone.now() + timedelta(days=2))

    for _turn in range(10):
        noon.shift(timedelta(hours=5))
        beat(mailing)

    assert (mailing.state, mailing.reason) == (MailingState.PAUSED, checkup.CHANGED)
    assert server.taken == []


def test_a_wait_in_which_nothing_changed_stops_nothing(hub_site, server, noon):
    mailing = half_sent(hub_site)
    hold(mailing, timezone.now() + timedelta(hours=20))

    for _turn in range(5):
        noon.shift(timedelta(hours=5))
        beat(mailing)

    assert (mailing.state, len(server.taken)) == (MailingState.DONE, 2)


def test_an_issue_that_is_sent_all_the_time_is_not_asked_about(hub_site, server, noon):
    mailing = half_sent(hub_site)
    hold(mailing, None)
    mailing.deliveries.update(state=DeliveryState.DEFERRED)

    for _turn in range(10):
        mailing.deliveries.update(retry_at=timezone.now() + timedelta(hours=5))
        noon.shift(timedelta(hours=5))
        returning.look_again()

    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING
