"""How the editor of a participation path is laid out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TabbedInterface,
)

from core.models import PublicPage
from core.models.page import edit_handler

CONTENT: list[Any] = [
    FieldPanel("question"),
    MultiFieldPanel(
        [
            FieldPanel("promoter"),
            FieldPanel("decision_owner"),
            FieldPanel("is_decision_owner_unstated"),
            FieldPanel("responsible_office"),
            FieldPanel("facilitators"),
            FieldPanel("partners"),
        ],
        heading=_("Who"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("place"),
            FieldPanel("desk"),
            FieldPanel("level"),
            FieldPanel("methods"),
            FieldPanel("status"),
            FieldRowPanel(
                [FieldPanel("starts_date"), FieldPanel("ends_date"), FieldPanel("extended_date")]
            ),
        ],
        heading=_("Where, when and how"),
    ),
    *PublicPage.picture_panels,
    FieldPanel("phases"),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            FieldPanel("programme"),
            FieldPanel("legal_frame"),
            FieldPanel("certified_year"),
            FieldPanel("amounts"),
            FieldRowPanel(
                [
                    FieldPanel("amount_assigned"),
                    FieldPanel("co_funding"),
                    FieldPanel("total_cost"),
                ]
            ),
        ],
        heading=_("Programme and money"),
    ),
    FieldPanel("inclusion"),
    InlinePanel("bodies", heading=_("Bodies"), label=_("Body")),
]
NEWS: list[Any] = [
    HelpPanel(
        content=_(
            "<p>Those who follow this path get one e-mail about each update, ten minutes after it "
            "is published, and about each new or changed meeting. They get nothing else.</p>"
        )
    ),
    InlinePanel("updates", heading=_("Updates"), label=pgettext_lazy("news", "Update")),
    InlinePanel("documents", heading=_("Documents"), label=_("Document")),
]
ANSWER: list[Any] = [
    FieldPanel("outcome"),
    FieldRowPanel([FieldPanel("born_name"), PageChooserPanel("born_page")]),
    InlinePanel(
        "answers",
        heading=_("Answer table"),
        label=_("Answer"),
        help_text=_("What happened to what people said, proposal by proposal."),
    ),
    FieldPanel("no_answers_reason"),
]


def layout(content: list[Any]) -> TabbedInterface:
    """The tabs of the editor."""
    return edit_handler(content, extra={_("News"): NEWS, _("Answer"): ANSWER})
