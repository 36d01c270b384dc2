"""How the form of an organisation is laid out in the admin."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
)


class SimilarPanel(HelpPanel):
    """Where similar organisations appear while somebody types a name or a number."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel in a form, with its script."""

        @property
        def media(self) -> forms.Media:
            """The script that looks for them."""
            return forms.Media(js=["core/similar.js"])


ROLE = [
    FieldPanel("role"),
    FieldRowPanel([FieldPanel("since_date"), FieldPanel("until_date")]),
]
PANELS = [
    FieldPanel("name"),
    FieldPanel("tax_code"),
    SimilarPanel(template="core/admin/similar_organisations_panel.html"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
    FieldPanel("website"),
    MultiFieldPanel(
        [FieldPanel("description"), FieldPanel("description_en")], heading=_("What it is")
    ),
    MultiFieldPanel([FieldPanel("logo"), FieldPanel("logo_alt")], heading=_("Logo")),
    FieldPanel("areas"),
    InlinePanel("roles", heading=_("What it is for the network"), label=_("Role"), max_num=12),
    MultiFieldPanel([FieldPanel("contacts")], heading=_("For colleagues")),
]
