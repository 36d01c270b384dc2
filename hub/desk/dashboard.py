"""What waits, on the first page of the admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from core import reach, waiting


class WaitingPanel(Component):
    """The lines of all rooms for whoever is looking, each with one next action."""

    name = "waiting"
    order = 100
    template_name = "hub/desk/waiting.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Collect the lines; people limited to regions are told so."""
        user = parent_context["request"].user if parent_context else None
        found = waiting.sections(user)
        limited = reach.is_limited(user)
        return {
            "sections": found,
            "count": sum(len(section.lines) for section in found),
            "is_limited": limited,
            "regions": list(user.regions.all()) if user and limited else [],
        }
