"""The events of a path, past and coming, wherever they were tied to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from core.visibility import readable
from events.models import EventPage, ParticipationPathPage


def event_ids(path: ParticipationPathPage) -> set[int]:
    """The ids of all events of a path."""
    return set(_events(path).values_list("pk", flat=True))


def _events(path: ParticipationPathPage) -> QuerySet[EventPage]:
    """All events of a path: those its phases name, and those that name the path.

    An event may name the path in another language: they are one path.
    """
    named = {page.pk for child in path.phases for page in child.value["events"] if page is not None}
    name_it = Q(part_of_path__translation_key=path.translation_key)
    return EventPage.objects.filter(Q(pk__in=named) | name_it)


def timeline(path: ParticipationPathPage) -> list[EventPage]:
    """The events of a path that may be read, the earliest first, cancelled ones included."""
    return shown(_events(path), get_language() or settings.LANGUAGE_CODE)


def shown(events: QuerySet[EventPage], language: str) -> list[EventPage]:
    """Each event once, in a language where it has one, if it may be read; the earliest first."""
    found: dict[Any, EventPage] = {
        page.translation_key: page.specific for page in readable(events, language)
    }
    return sorted(found.values(), key=lambda event: (event.starts_at, event.pk))


def path_of(event: EventPage) -> ParticipationPathPage | None:
    """The path an event is a step of: the one it names, or else one whose phases name it."""
    if event.part_of_path is not None:
        return event.part_of_path
    for path in ParticipationPathPage.objects.filter(locale=event.locale).order_by("pk"):
        steps = [page for child in path.phases for page in child.value["events"]]
        if any(page is not None and page.pk == event.pk for page in steps):
            return path
    return None


def path_page_ids(event: EventPage) -> set[int]:
    """The ids of the pages, in all languages, of the path an event names."""
    if event.part_of_path_id is None:
        return set()
    named = ParticipationPathPage.objects.filter(pk=event.part_of_path_id)
    same = ParticipationPathPage.objects.filter(translation_key__in=named.values("translation_key"))
    return set(same.values_list("pk", flat=True))
