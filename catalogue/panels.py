"""Panels of the admin's forms: how a curated collection is filled in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)
from wagtail.models import Page

from catalogue.models.rules import MOST_ITEMS
from core.projection import projected_types


class PublicPageChooserPanel(PageChooserPanel):
    """Chooses among the page types that have a projection: the others appear in no channel."""

    def get_form_options(self) -> dict[str, Any]:
        """Name the page types as late as this: rooms register theirs while the hub starts."""
        self.page_type: list[type[Page]] = list(projected_types())
        options: dict[str, Any] = super().get_form_options()
        return options


RULE_PANELS = [
    HelpPanel(
        _(
            "Besides the pages chosen by hand, or instead of them. The preview beside this form "
            "shows what the rule gives at this moment, before anything is saved."
        )
    ),
    FieldPanel("rule_mode"),
    FieldPanel("pin_again"),
    FieldPanel("rule_kinds"),
    FieldPanel("rule_topics"),
    FieldPanel("rule_territories"),
    FieldRowPanel([FieldPanel("rule_since"), FieldPanel("rule_until")]),
    FieldPanel("rule_days"),
    FieldPanel("rule_is_coming"),
    FieldRowPanel([FieldPanel("rule_order"), FieldPanel("rule_limit")]),
]

COLLECTION_PANELS = [
    TitleFieldPanel("title", targets=["slug"]),
    FieldPanel("intro"),
    InlinePanel(
        "items",
        panels=[PublicPageChooserPanel("page"), FieldPanel("note")],
        heading=_("Contents"),
        label=_("Page"),
        max_num=MOST_ITEMS,
        help_text=_(
            "In the order in which readers will find them. Choose pages in the main "
            "language: their translations are included automatically. A page that is not "
            "public yet appears when it is published."
        ),
    ),
    MultiFieldPanel(RULE_PANELS, heading=_("Contents by rule")),
    MultiFieldPanel(
        [
            FieldPanel("is_public"),
            FieldPanel("curator"),
            FieldRowPanel([FieldPanel("covers_from"), FieldPanel("covers_until")]),
            FieldPanel("embed_allowed"),
            FieldPanel("slug"),
        ],
        heading=_("For readers and partners"),
    ),
]
