"""The calendar file of somebody who has a seat."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar, Event

from events import calendars, registering
from events.models import EventPage, Registration
from tests.events.guests import join, open_event
from tests.factories import HubSite

pytestmark = pytest.mark.django_db

ROME = ZoneInfo("Europe/Rome")


def entry(registration: Registration, page: EventPage) -> Event:
    registration.refresh_from_db()
    page.refresh_from_db()
    calendar = Calendar.from_ical(calendars.personal_calendar(registration, page))
    (found,) = calendar.walk("VEVENT")
    return found


def test_it_keeps_its_identity_and_its_number_rises(hub_site: HubSite) -> None:
    event = open_event(hub_site, mode="hybrid", online_url="https://meet.example.org/x")
    guest = join(event)
    before = entry(guest, event)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        event.title = "Un altro titolo"
        event.save_revision().publish()
        changed = entry(guest, event)
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        registering.cancel(registration_id=guest.pk)
        gone = entry(guest, event)

    assert before["uid"] == changed["uid"] == gone["uid"]
    assert before["sequence"] < changed["sequence"] < gone["sequence"] < 2**31
    assert [one["status"] for one in (before, changed, gone)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert "https://meet.example.org/x" in before["description"]
    assert "https://meet.example.org/x" not in gone["description"]
    assert str(before["url"]).endswith(event.url)


@pytest.mark.parametrize(
    ("day", "utc_hour"), [((2026, 3, 28), 17), ((2026, 3, 29), 16), ((2026, 10, 25), 17)]
)
def test_the_hour_in_italy_holds_on_both_sides_of_a_change_of_clocks(
    hub_site: HubSite, day: tuple[int, int, int], utc_hour: int
) -> None:
    start = datetime(*day, 18, 0, tzinfo=ROME)
    with time_machine.travel(datetime(2026, 1, 10, tzinfo=UTC)):
        event = open_event(hub_site, starts_at=start, ends_at=start + timedelta(hours=2))
        found = entry(join(event), event)

    assert found.decoded("dtstart") == datetime(*day, utc_hour, 0, tzinfo=UTC)
    assert found.decoded("dtend") - found.decoded("dtstart") == timedelta(hours=2)


def test_days_are_days(hub_site: HubSite) -> None:
    start = datetime(2027, 3, 27, 0, 0, tzinfo=ROME)
    event = open_event(
        hub_site, starts_at=start, ends_at=start + timedelta(days=1, hours=5), is_all_day=True
    )
    found = entry(join(event), event)

    assert found.decoded("dtstart") == date(2027, 3, 27)
    assert found.decoded("dtend") == date(2027, 3, 29)
