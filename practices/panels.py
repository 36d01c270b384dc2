"""How the form of a cooperative is laid out in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from practices.admin.forms import CooperativeForm


class SimilarPanel(HelpPanel):
    """Where similar records appear while somebody types a name or a number."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel in a form, with its script."""

        @property
        def media(self) -> forms.Media:
            """The script that looks for them."""
            return forms.Media(js=["core/similar.js"])


WHO = [
    HelpPanel(template="practices/admin/merged_panel.html"),
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("short_name"), FieldPanel("slug")]),
            FieldRowPanel([FieldPanel("tax_code"), FieldPanel("vat_number")]),
        ],
        heading=_("Name and numbers"),
    ),
    SimilarPanel(template="practices/admin/similar_panel.html"),
    FieldPanel("kind"),
    MultiFieldPanel([FieldPanel("summary"), FieldPanel("summary_en")], heading=_("In short")),
    FieldPanel("sectors"),
    FieldPanel("disadvantage_groups"),
    MultiFieldPanel(
        [
            FieldPanel("founded_year"),
            FieldRowPanel([FieldPanel("members_band"), FieldPanel("members_year")]),
            FieldRowPanel([FieldPanel("workers_band"), FieldPanel("workers_year")]),
            FieldRowPanel([FieldPanel("turnover_band"), FieldPanel("turnover_year")]),
        ],
        heading=_("Age and size"),
    ),
    MultiFieldPanel(
        [FieldPanel("regional_association"), FieldPanel("member_of")], heading=_("Belongs to")
    ),
    InlinePanel("register_entries", heading=_("Registers"), label=_("Entry in a register")),
]
WHERE = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("address"), FieldPanel("postal_code")]),
            FieldRowPanel([FieldPanel("municipality"), FieldPanel("municipality_istat")]),
            FieldPanel("territory"),
            FieldPanel("is_municipality_only"),
            FieldRowPanel(
                [FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("precision")]
            ),
        ],
        heading=_("Registered office"),
    ),
    InlinePanel("sites", heading=_("Operating sites"), label=_("Operating site")),
    FieldPanel("areas_served"),
]
CONTACTS = [
    MultiFieldPanel(
        [
            FieldPanel("website"),
            FieldRowPanel([FieldPanel("public_email"), FieldPanel("phone")]),
            FieldPanel("social"),
        ],
        heading=_("For everybody"),
    ),
    InlinePanel(
        "contacts",
        heading=_("For colleagues only"),
        label=_("Contact"),
        help_text=_("People staff talk to. They never leave the admin."),
    ),
    FieldPanel("takes_messages"),
]
RECORD = [
    FieldPanel("is_listed"),
    MultiFieldPanel(
        [FieldPanel("lifecycle"), FieldPanel("lifecycle_year")],
        heading=_("Whether it still exists"),
        help_text=_("A cooperative that has closed keeps its page, and the page says so."),
    ),
    FieldPanel("external_id"),
    FieldPanel("internal_note"),
]

edit_handler = TabbedInterface(
    [
        ObjectList(WHO, heading=_("Who")),
        ObjectList(WHERE, heading=_("Where")),
        ObjectList(CONTACTS, heading=_("Contacts")),
        ObjectList(RECORD, heading=_("Directory")),
    ],
    base_form_class=CooperativeForm,
)
