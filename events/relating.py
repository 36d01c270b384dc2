"""What an event belongs to, a path, a larger event, a call, and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page

from core.visibility import readable
from events.models import EventPage
from events.timelines import shown


@dataclass(frozen=True, slots=True)
class Belonging:
    """The public pages an event belongs to, in the reader's language where there are any."""

    path: Page | None = None
    whole: Page | None = None
    call: Page | None = None


def belonging_of(event: EventPage, language: str) -> Belonging:
    """What an event belongs to and may be read; no query where it belongs to nothing."""
    chosen = (event.part_of_path, event.part_of_event, event.call_page)
    found = {page.translation_key: page for page in readable(chosen, language)}
    return Belonging(*(found.get(page.translation_key) if page else None for page in chosen))


def parts_of(event: EventPage, language: str) -> list[EventPage]:
    """The public parts of a larger event, the earliest first, cancelled ones included."""
    parts = EventPage.objects.filter(part_of_event__translation_key=event.translation_key)
    return shown(parts, language)


def events_of_call(call: Page, language: str) -> list[EventPage]:
    """The public events that present or follow a call, the earliest first."""
    events = EventPage.objects.filter(call_page__translation_key=call.translation_key)
    return shown(events, language)


def part_ids(event: EventPage) -> set[int]:
    """The ids of the parts of an event, public or not."""
    parts = EventPage.objects.filter(part_of_event__translation_key=event.translation_key)
    return set(parts.values_list("pk", flat=True))


def event_ids_of_call(call: Page) -> set[int]:
    """The ids of the events of a call, public or not."""
    events = EventPage.objects.filter(call_page__translation_key=call.translation_key)
    return set(events.values_list("pk", flat=True))


def pages_speaking_of(event: EventPage) -> set[int]:
    """The ids of the larger event and the call that list an event, in all languages."""
    chosen = [pk for pk in (event.part_of_event_id, event.call_page_id) if pk]
    if not chosen:
        return set()
    keys = Page.objects.filter(pk__in=chosen).values("translation_key")
    return set(Page.objects.filter(translation_key__in=keys).values_list("pk", flat=True))
