"""Reminders: when they leave, and that they leave once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from events import registering, reminding
from events.models import EventPage
from tests.events.guests import join, letters, open_event, subjects
from tests.factories import HubSite

pytestmark = pytest.mark.django_db

ROME = ZoneInfo("Europe/Rome")
START = datetime(2026, 5, 20, 16, 0, tzinfo=UTC)


@pytest.fixture
def event(hub_site: HubSite) -> EventPage:
    with time_machine.travel(START - timedelta(days=20)):
        return open_event(
            hub_site, title="Tavolo", starts_at=START, reminders=["7d", "1d", "2h"], capacity=5
        )


def at(moment: datetime) -> dict[str, list[str]]:
    """What leaves at a moment."""
    with time_machine.travel(moment):
        reminding.remind()
        reminding.remind()
        return subjects()


def test_each_reminder_leaves_once(event: EventPage) -> None:
    with time_machine.travel(START - timedelta(days=15)):
        guest = join(event)
        letters()

    assert at(START - timedelta(days=8)) == {}
    for before in (timedelta(days=7), timedelta(days=1), timedelta(hours=2)):
        assert at(START - before - timedelta(minutes=1)) == {}
        assert at(START - before) == {guest.email: ["A presto: Tavolo"]}
        assert at(START - before + timedelta(minutes=30)) == {}
    assert at(START + timedelta(minutes=1)) == {}


def test_after_an_outage_only_the_last_one_leaves(event: EventPage) -> None:
    with time_machine.travel(START - timedelta(days=15)):
        guest = join(event)
        letters()

    assert at(START - timedelta(hours=23)) == {guest.email: ["A presto: Tavolo"]}
    assert at(START - timedelta(hours=22)) == {}


def test_who_registers_late_is_not_reminded_at_once(event: EventPage) -> None:
    with time_machine.travel(START - timedelta(hours=20)):
        guest = join(event)
        letters()

    assert at(START - timedelta(hours=19)) == {}
    assert list(at(START - timedelta(hours=2))) == [guest.email]


def test_who_cancelled_or_waits_is_not_reminded(event: EventPage) -> None:
    with time_machine.travel(START - timedelta(days=15)):
        gone = join(event)
        registering.cancel(registration_id=gone.pk)
        for _ in range(6):
            join(event)
        letters()

    assert len(at(START - timedelta(days=1))) == 5


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_nobody_is_reminded_of_what_does_not_take_place(event: EventPage, status: str) -> None:
    with time_machine.travel(START - timedelta(days=15)):
        join(event)
        letters()
        event.status = status
        event.save_revision().publish()

    assert at(START - timedelta(days=1)) == {}


def test_a_reminder_that_waits_for_the_server_does_not_leave_once_it_is_cancelled(
    event: EventPage,
) -> None:
    with time_machine.travel(START - timedelta(days=15)):
        join(event)
        letters()
    with time_machine.travel(START - timedelta(days=1)):
        reminding.remind()
        event.status = "cancelled"
        event.save_revision().publish()
        assert letters() == []


def test_a_moved_event_is_reminded_anew(event: EventPage) -> None:
    with time_machine.travel(START - timedelta(days=15)):
        guest = join(event)
        letters()
    assert at(START - timedelta(days=1))
    with time_machine.travel(START - timedelta(hours=20)):
        event.starts_at = START + timedelta(days=10)
        event.ends_at = event.starts_at + timedelta(hours=1)
        event.save_revision().publish()

    assert at(START - timedelta(hours=2)) == {}
    assert list(at(START + timedelta(days=9))) == [guest.email]


@pytest.mark.parametrize(
    ("start", "offset", "expected"),
    [
        # The clocks go forward on 29 March 2026: the reminder keeps the hour on the wall.
        ("2026-03-30T18:00", "1d", "2026-03-29T18:00"),
        ("2026-03-29T18:00", "1d", "2026-03-28T18:00"),
        ("2026-04-02T18:00", "7d", "2026-03-26T18:00"),
        ("2026-03-29T04:00", "2h", "2026-03-29T01:00"),
        # 02:30 does not exist that day: the hour after.
        ("2026-03-30T02:30", "1d", "2026-03-29T03:30"),
        # They go back on 25 October 2026: 02:30 comes twice, the first counts.
        ("2026-10-26T02:30", "1d", "2026-10-25T02:30"),
        ("2026-10-26T18:00", "1d", "2026-10-25T18:00"),
        ("2026-10-25T04:00", "2h", "2026-10-25T02:00"),
    ],
)
def test_reminders_follow_the_clock_on_the_wall(start: str, offset: str, expected: str) -> None:
    page = EventPage(starts_at=datetime.fromisoformat(start).replace(tzinfo=ROME))

    due = reminding.due_at(page, offset)

    assert timezone.localtime(due).strftime("%Y-%m-%dT%H:%M") == expected


def test_reminders_cost_the_same_for_few_and_for_many(
    event: EventPage, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    with time_machine.travel(START - timedelta(days=15)):
        for _ in range(4):
            join(event)
        letters()
    at(START - timedelta(days=1))

    with time_machine.travel(START - timedelta(hours=23)), django_assert_max_num_queries(6):
        reminding.remind()
