"""What the home page lists."""

from __future__ import annotations

from typing import Any

from catalogue.models import CuratedCollection
from home.agenda import coming_events
from home.collected import members, original_of
from home.listings import current_calls, newest

HOME_PRACTICES = 6
HOME_EVENTS = 4
HOME_CALLS = 3


def lists(featured: CuratedCollection | None, language: str) -> dict[str, Any]:
    """What stands in the lists of the home page: a collection, practices, calls, events."""
    collection = original_of(featured)
    return {
        "collection": collection.in_language(language) if collection else None,
        "members": members(collection, language)[:4] if collection else [],
        "practices": list(newest("practice", language)[:HOME_PRACTICES]),
        "calls": list(current_calls(language)[:HOME_CALLS]),
        "events": list(coming_events(language)[:HOME_EVENTS]),
    }
