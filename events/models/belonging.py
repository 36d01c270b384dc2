"""The rule of events that are parts of others: one floor, and none inside itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from events.models.event import EventPage


def problem_with(event: EventPage) -> str:
    """Why an event cannot be part of the one that was chosen; empty when it can."""
    whole = event.part_of_event
    if whole is None:
        return ""
    if whole.translation_key == event.translation_key:
        return _("An event is no part of itself.")
    if whole.part_of_event_id is not None:
        return _("“%(title)s” is part of another event itself: choose that one.") % {
            "title": whole.title
        }
    same = type(event).objects.filter(part_of_event__translation_key=event.translation_key)
    if same.exists():
        return _("Other events are part of this one: it cannot be part of another.")
    return ""
