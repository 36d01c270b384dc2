"""What the editor of an event offers for the maps of its path: needs and actors met there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.admin.panels import Panel


class RecordedPanel(Panel):
    """The needs and actors recorded at an event, and the way to record more."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one event."""

        template_name = "events/admin/recorded_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Look up what was recorded; links for who may record."""
            # The models lay out their editor with this panel, so they are not there yet above.
            from events import mapping, timelines

            context: dict[str, Any] = super().get_context_data(parent_context)
            event, user = self.instance, self.request.user
            context["event"] = event
            context["path"] = timelines.path_of(event) if event.pk else None
            if context["path"] is not None:
                context["needs"] = list(mapping.needs_recorded_at(event))
                context["actors"] = list(mapping.actors_met_at(event))
                asked = urlencode({"event": event.pk})
                for name in ("need", "actor"):
                    if user.has_perm(f"events.add_{name}"):
                        address = reverse(f"wagtailsnippets_events_{name}:add")
                        context[f"add_{name}_url"] = f"{address}?{asked}"
            return context
