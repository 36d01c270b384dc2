"""How the editor of a practice is laid out."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    TabbedInterface,
)

from core.models import PublicPage
from core.models.page import edit_handler
from practices.completeness_panel import CompletenessPanel

PARTNER = [
    FieldRowPanel([FieldPanel("cooperative"), FieldPanel("organisation")]),
    FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
]

STORY = [
    CompletenessPanel(),
    FieldPanel("told_as"),
    *PublicPage.content_panels,
    FieldPanel("lead_cooperative"),
    *PublicPage.picture_panels,
    FieldPanel("need"),
    FieldPanel("target_groups"),
    FieldPanel("what_we_do"),
    MultiFieldPanel(
        [FieldPanel("innovation"), FieldPanel("innovation_types"), FieldPanel("involvement")],
        heading=_("What is new"),
    ),
    FieldPanel("body", heading=_("The story")),
    MultiFieldPanel(
        [
            FieldPanel("maturity"),
            FieldRowPanel([FieldPanel("started_year"), FieldPanel("ended_year")]),
            FieldPanel("place"),
        ],
        heading=_("Where and since when"),
    ),
    InlinePanel(
        "sites",
        heading=_("Its places, one by one"),
        label=_("Place"),
        max_num=20,
        help_text=_("For whoever wants to visit: a municipality each is enough."),
    ),
    InlinePanel("partners", heading=_("Who else takes part"), label=_("Partner"), max_num=30),
    FieldRowPanel([FieldPanel("text_author"), FieldPanel("edited_by")], heading=_("The text")),
]
PIECES = [
    FieldPanel(
        "building_blocks",
        help_text=_(
            "The pieces somebody would need in order to do the same elsewhere, in the order in "
            "which they would build with them."
        ),
    ),
    MultiFieldPanel(
        [
            FieldPanel("can_be_reused"),
            FieldPanel("needs_adapting"),
            FieldPanel("do_not_copy"),
            FieldPanel("help_offered"),
        ],
        heading=_("For whoever wants to take it up"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("people_fte"), FieldPanel("volunteers")]),
            FieldRowPanel([FieldPanel("setup_budget"), FieldPanel("running_budget")]),
            FieldPanel("budget_year"),
            FieldPanel("funding_sources"),
            FieldPanel("main_income"),
            FieldPanel("sustainability"),
        ],
        heading=_("What it takes"),
    ),
]
RESULTS = [
    FieldPanel("outcomes"),
    FieldPanel("results"),
    FieldRowPanel(
        [FieldPanel("beneficiaries"), FieldPanel("beneficiaries_basis")],
        heading=_("How many people"),
    ),
    MultiFieldPanel(
        [FieldPanel("what_did_not_work"), FieldPanel("prefers_not_to_say")],
        heading=_("What did not work"),
    ),
    FieldPanel("evidence_level"),
    FieldRowPanel(
        [FieldPanel("sdg_first"), FieldPanel("sdg_second"), FieldPanel("sdg_third")],
        heading=_("Sustainable Development Goals"),
        help_text=_("At most three, the most important first."),
    ),
]


def tabs() -> TabbedInterface:
    """The tabs of the editor: the story, what others can build with, what came of it."""
    return edit_handler(STORY, extra={_("Building blocks"): PIECES, _("Results"): RESULTS})
