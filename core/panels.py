"""Panels of the editor that show something and ask for nothing."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel
from wagtail.models import Locale

from core import content_checks, translation_states


class ChecksPanel(Panel):
    """What there is to say about the page as it was last saved, and how its translations are."""

    def clean_name(self) -> str:
        return "checks"

    class BoundPanel(Panel.BoundPanel):
        """The panel for one page."""

        template_name = "core/panels/checks.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Findings and translations; nothing for a page that has not been saved yet."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            if page.pk is None:
                return context | {"is_new": True}
            return context | {
                "findings": content_checks.findings(page),
                "standings": _standings(page),
            }


def _standings(page: Any) -> list[tuple[str, translation_states.Standing, Any]]:
    """Each other language by name, where the page stands in it, and the words for that."""
    if not translation_states.source_pages().filter(pk=page.pk).exists():
        return []
    names = {one.language_code: one.get_display_name() for one in Locale.objects.all()}
    return [
        (names.get(one.language, one.language), one, translation_states.TranslationState(one.state))
        for one in translation_states.standings([page])[page.pk]
    ]
