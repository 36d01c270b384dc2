"""Panels of the admin's forms."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Page

from core.projection import projected_types


class PublicPageChooserPanel(PageChooserPanel):
    """Chooses among the page types that have a projection: the others appear in no channel."""

    def get_form_options(self) -> dict[str, Any]:
        """Name the page types as late as this: rooms register theirs while the hub starts."""
        self.page_type: list[type[Page]] = list(projected_types())
        options: dict[str, Any] = super().get_form_options()
        return options
