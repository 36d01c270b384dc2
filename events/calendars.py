"""The calendar file of somebody who has a seat (iCalendar, RFC 5545).

It is theirs alone: it may hold the online address, which is in no public calendar. So it has an
identity of its own, which stays whatever changes, and a number that rises with every change of
the page or of the registration.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.addresses import page_address
from core.posting import Attachment
from events.links import own_url
from events.models.choices import EventMode, EventStatus, RegistrationState
from events.models.event import EventPage
from events.models.registration import Registration

CONTENT_TYPE = "text/calendar"
PRODUCT = "-//Coop Hub//Coop Hub//IT"
STATUSES = {EventStatus.CANCELLED: "CANCELLED", EventStatus.POSTPONED: "TENTATIVE"}
# RFC 5545, 3.8.7.4 wants a number that rises; seconds from here fit into 32 bits until 2094.
COUNTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)


def personal_calendar(registration: Registration, page: EventPage) -> bytes:
    """One event with what its guest needs to get there; CANCELLED once the seat is given back."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_entry(registration, page))
    written: bytes = calendar.to_ical()
    return written


def attachment(registration: Registration, page: EventPage) -> Attachment:
    """The same as a file that travels with a letter."""
    data = personal_calendar(registration, page)
    return Attachment(f"{page.slug}.ics", CONTENT_TYPE, data)


def sequence(registration: Registration, page: EventPage) -> int:
    """A number that rises when the page is published again or the seat changes hands."""
    moments = [
        page.last_published_at,
        registration.confirmed_at,
        registration.promoted_at,
        registration.cancelled_at,
    ]
    last = max(moment for moment in [*moments, registration.created_at] if moment)
    return int((last - COUNTED_FROM).total_seconds())


def _entry(registration: Registration, page: EventPage) -> Event:
    event = Event()
    event.add("uid", f"{registration.public_id}@{settings.HUB_HOST}")
    event.add("sequence", sequence(registration, page))
    event.add("dtstamp", timezone.now().astimezone(UTC).replace(microsecond=0))
    event.add("summary", page.title)
    event.add("url", page_address(page))
    is_given_back = registration.state == RegistrationState.CANCELLED
    event.add(
        "status",
        "CANCELLED" if is_given_back else STATUSES.get(EventStatus(page.status), "CONFIRMED"),
    )
    _add_times(event, page)
    if place := place_of(page):
        event.add("location", place)
    event.add("description", "\n".join(_description(registration, page)))
    return event


def _add_times(event: Event, page: EventPage) -> None:
    """Days for what lasts all day; otherwise moments in UTC, which no change of clocks shifts."""
    if page.is_all_day:
        first = timezone.localdate(page.starts_at)
        last = timezone.localdate(page.ends_at) if page.ends_at else first
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))  # the end is not part of the event
        return
    event.add("dtstart", page.starts_at.astimezone(UTC).replace(microsecond=0))
    if page.ends_at:
        event.add("dtend", page.ends_at.astimezone(UTC).replace(microsecond=0))


def _description(registration: Registration, page: EventPage) -> list[str]:
    lines = [page.summary, page_address(page)]
    if registration.state == RegistrationState.REGISTERED and not page.is_off:
        if page.online_url:
            lines.append(_("To join online: %(url)s") % {"url": page.online_url})
        if page.dial_in:
            lines.append(_("By telephone: %(number)s") % {"number": page.dial_in})
    lines.append(_("If you cannot come: %(url)s") % {"url": own_url(registration)})
    return lines


def place_of(page: EventPage) -> str:
    """Venue and address on one line; "" for an event without a place."""
    if page.mode == EventMode.ONLINE or page.status == EventStatus.MOVED_ONLINE:
        return ""
    return ", ".join(part for part in (page.venue, page.full_address) if part)
