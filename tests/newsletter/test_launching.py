from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsletter import checkup, launching, pulsing, steering
from newsletter.models import MailingState
from newsletter.transitions import NotAllowedError
from tests.newsletter.issues import FakeProvider, entries, frozen

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(monkeypatch):
    provider = FakeProvider()
    monkeypatch.setattr("newsletter.sending.open_provider", lambda: provider)
    return provider


def state(mailing) -> str:
    mailing.refresh_from_db()
    return mailing.state


def test_without_a_time_to_take_it_back_sending_begins_at_once(hub_site):
    mailing = launching.schedule(mailing_id=frozen(hub_site, readers=1).pk)

    assert mailing.state == MailingState.SENDING


def test_nothing_leaves_while_sending_can_be_taken_back(hub_site, server, settings):
    settings.HUB_UNDO_SECONDS = 60
    mailing = frozen(hub_site, readers=2)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        launching.schedule(mailing_id=mailing.pk)
        clock.shift(59)
        pulsing.pulse()
        assert server.taken == []
        launching.call_back(mailing_id=mailing.pk)
        clock.shift(3600)
        pulsing.pulse()

    assert server.taken == []
    assert state(mailing) == MailingState.FROZEN


def test_what_has_begun_cannot_be_taken_back(hub_site, server, settings):
    settings.HUB_UNDO_SECONDS = 60
    mailing = frozen(hub_site, readers=1)
    launching.schedule(mailing_id=mailing.pk)

    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        pulsing.pulse()

    assert len(server.taken) == 1
    with pytest.raises(NotAllowedError):
        launching.call_back(mailing_id=mailing.pk)


# Either night of the clocks: before the change and after it, in UTC.
NIGHTS = [
    datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
]


@pytest.mark.parametrize("at", NIGHTS)
def test_a_sending_begins_at_its_moment_also_when_clocks_change(hub_site, server, at):
    with time_machine.travel(at - timedelta(days=1), tick=False) as clock:
        mailing = frozen(hub_site, readers=1)
        launching.schedule(mailing_id=mailing.pk, at=at)
        clock.move_to(at - timedelta(seconds=1))
        pulsing.pulse()
        assert server.taken == []
        clock.move_to(at)
        pulsing.pulse()

    assert len(server.taken) == 1
    assert state(mailing) == MailingState.DONE


def test_only_the_future_can_be_chosen_and_not_too_far_of_it(hub_site):
    mailing = frozen(hub_site, readers=1)

    for moment in (timezone.now(), timezone.now() + timedelta(days=400)):
        with pytest.raises(ValidationError):
            launching.schedule(mailing_id=mailing.pk, at=moment)

    assert state(mailing) == MailingState.FROZEN


def test_a_number_that_was_typed_wrongly_plans_nothing(hub_site, monkeypatch):
    monkeypatch.setattr(steering, "TYPED_ABOVE", 0)
    mailing = frozen(hub_site, readers=1)

    with pytest.raises(steering.NotConfirmedError):
        launching.schedule(mailing_id=mailing.pk, at=timezone.now() + timedelta(hours=1))


def test_an_hour_that_nobody_kept_is_for_a_person_to_look_at(hub_site, server):
    mailing = frozen(hub_site, readers=1)
    launching.schedule(mailing_id=mailing.pk, at=timezone.now() + timedelta(hours=1))

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        pulsing.pulse()

    assert state(mailing) == MailingState.PAUSED
    assert (mailing.reason, server.taken) == (launching.MISSED, [])


def test_what_is_no_longer_public_keeps_a_planned_sending(hub_site, server):
    page = hub_site.practice(title="La bottega")
    mailing = frozen(hub_site, entries(page), readers=1)
    launching.schedule(mailing_id=mailing.pk, at=timezone.now() + timedelta(hours=1))
    page.unpublish()

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        pulsing.pulse()

    assert state(mailing) == MailingState.PAUSED
    assert (mailing.reason, server.taken) == (checkup.CHANGED, [])


def test_in_quiet_hours_a_sending_waits_unless_somebody_said_otherwise(hub_site, server, settings):
    settings.HUB_QUIET_HOURS = (datetime(2027, 1, 1, 22).time(), datetime(2027, 1, 1, 7).time())
    with time_machine.travel(datetime(2027, 1, 10, 22, tzinfo=UTC), tick=False) as clock:
        mailing = frozen(hub_site, readers=1)
        launching.schedule(mailing_id=mailing.pk)
        pulsing.pulse()
        assert server.taken == []
        clock.move_to(datetime(2027, 1, 11, 6, 1, tzinfo=UTC))
        pulsing.pulse()
        assert len(server.taken) == 1

        clock.move_to(datetime(2027, 1, 11, 22, tzinfo=UTC))
        other = frozen(hub_site, readers=0, title="Urgente")
        launching.schedule(mailing_id=other.pk, at_night=True)
        pulsing.pulse()

    assert len(server.taken) == 2
