"""What waits, where the next action is on a screen that only the hub has; see `core.waiting`."""

from hub.waiting import calls, catalogue, events, house, imports, links, practices, registrations

__all__ = [
    "calls",
    "catalogue",
    "events",
    "house",
    "imports",
    "links",
    "practices",
    "registrations",
]
