"""What the page of a path shows besides its own fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.visibility import readable
from events import mapping, timelines

if TYPE_CHECKING:
    from events.models import ParticipationPathPage


def of_path(page: ParticipationPathPage, language: str) -> dict[str, Any]:
    """Timeline, news, documents, needs, actors and the outcome's page, for the template."""
    events = timelines.timeline(page)
    needs, actors = mapping.public_needs(page), mapping.public_actors(page)
    born = readable([page.born_page], language)
    return {
        "phase_states": page.phase_states(),
        "timeline": events,
        "coming": [event for event in events if not event.is_over],
        "past": [event for event in events if event.is_over],
        "updates": newest_first(page),
        "documents": _documents(page, language),
        "needs": needs,
        "actors": actors,
        "places": mapping.by_territory(needs, actors),
        "born": born[0] if born else None,
        "today": timezone.localdate(),
    }


def newest_first(page: ParticipationPathPage) -> list[Any]:
    """The updates, the newest first; of one day, as they stand in the editor."""
    return sorted(page.updates.all(), key=lambda one: (-one.dated.toordinal(), one.sort_order or 0))


def _documents(page: ParticipationPathPage, language: str) -> list[dict[str, Any]]:
    """The publications that may be read, with what they are for the path."""
    tied = page.documents.select_related("publication")
    rows = [row for row in tied if row.publication_id]
    shown = {one.translation_key: one for one in _readable(rows, language)}
    found = ((row, shown.get(row.publication.translation_key)) for row in rows)
    return [{"role": row.get_role_display(), "page": one} for row, one in found if one]


def _readable(rows: Iterable[Any], language: str) -> list[Any]:
    return readable([row.publication for row in rows], language)
