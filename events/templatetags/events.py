"""What the templates of events ask for: where registration stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django import template
from django.conf import settings
from django.utils.translation import get_language, gettext
from wagtail.blocks import StreamValue

from events import links, mapping, registering, relating, seating
from events.books import source_page
from events.models import Actor, Need
from events.models.choices import RegistrationMode, Seats
from events.models.event import EventPage
from events.models.registration import EventBook
from events.programme_blocks import public_file
from events.registering import Refusal

register = template.Library()

OVER = (Refusal.OVER, Refusal.CANCELLED, Refusal.POSTPONED)


@dataclass(frozen=True, slots=True)
class RegistrationNow:
    """Where the registration of an event stands at this moment, for its page."""

    state: str
    url: str = ""
    seats: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@register.simple_tag
def registration_of(page: EventPage) -> RegistrationNow:
    """How to register: open, waiting list, full, not yet, over, elsewhere, by invitation, none."""
    source = source_page(page.translation_key) or page
    closes_at = source.registration_closes_at
    if source.registration_mode == RegistrationMode.NONE or page.has_report:
        return RegistrationNow("none")
    if source.is_off:
        return RegistrationNow("off")
    if source.registration_mode == RegistrationMode.EXTERNAL:
        state = "over" if source.registration_is_over else "external"
        return RegistrationNow(state, url=page.registration_url, closes_at=closes_at)
    if why := registering.refusal(source):
        state = "over" if why in OVER else why.value
        return RegistrationNow(state, opens_at=source.registration_opens_at)
    return RegistrationNow(
        "waiting" if _is_full(source) else "open",
        url=links.registration_address(page) or "",
        seats=str(source.get_seats_display()) if source.seats == Seats.FEW else "",
        closes_at=closes_at,
    )


def _is_full(source: EventPage) -> bool:
    book = EventBook.objects.filter(translation_key=source.translation_key).first()
    return book is not None and not seating.has_room(book, source)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """Something that can be read or watched after an event."""

    label: str
    url: str


@register.simple_tag
def report_files(page: EventPage) -> list[ReportFile]:
    """Minutes, recording, transcript: those that anybody may open."""
    found = []
    if minutes := public_file(page.minutes_file):
        found.append(ReportFile(f"{gettext('Minutes')}: {minutes.title}", minutes.url))
    if page.recording_url:
        found.append(ReportFile(gettext("Recording"), page.recording_url))
    if transcript := public_file(page.transcript_file):
        label = f"{gettext('Transcript of the recording')}: {transcript.title}"
        found.append(ReportFile(label, transcript.url))
    return found


@register.simple_tag
def belonging_of(page: EventPage) -> relating.Belonging:
    """The path an event is a step of, the larger event, the call it is about, while public."""
    return relating.belonging_of(page, get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def parts_of(page: EventPage) -> list[EventPage]:
    """The public events that are parts of this one."""
    return relating.parts_of(page, get_language() or settings.LANGUAGE_CODE)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an event brought to the maps of its path and may be shown."""

    needs: list[Need]
    actors: list[Actor]


@register.simple_tag
def recorded_at(page: EventPage) -> Recorded:
    """The public needs and actors recorded at an event."""
    return Recorded(mapping.public_needs_recorded_at(page), mapping.public_actors_met_at(page))


@dataclass(slots=True)
class AgendaDay:
    """The items of one day; `day` is None where an event has only one."""

    day: date | None
    items: list[StreamValue.StreamChild] = field(default_factory=list)


@register.filter
def by_day(agenda: StreamValue) -> list[AgendaDay]:
    """The agenda day by day; an item without a day belongs to the day before it."""
    days: list[AgendaDay] = []
    for item in agenda:
        day = item.value["day"]
        if not days or (day and day != days[-1].day):
            days.append(AgendaDay(day))
        days[-1].items.append(item)
    return days
