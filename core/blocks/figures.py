"""Figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.data import Reading


class FigureBlock(blocks.StructBlock):
    """One number and what it counts."""

    value = blocks.CharBlock(label=_("Number"), max_length=20)
    label = blocks.CharBlock(label=_("What it counts"), max_length=80)


class FiguresBlock(blocks.StructBlock):
    """A few numbers that tell the size of a thing."""

    figures = blocks.ListBlock(FigureBlock(), label=_("Figures"), min_num=1, max_num=6)
    source = blocks.CharBlock(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Where the numbers come from, and which year they refer to."),
    )

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("One to six numbers with what they count.")
        template = "core/blocks/figures.html"
        preview_value = {
            "figures": [
                {"value": "14", "label": _("people hired")},
                {"value": "3", "label": _("gardens opened")},
            ],
            "source": _("The cooperative's own count"),
        }

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the numbers as they were written, with their source."""
        figures = [{"value": one["value"], "label": one["label"]} for one in value["figures"]]
        return {"figures": figures, "source": value["source"]}
