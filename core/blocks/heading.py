"""Heading."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.data import Reading


class HeadingBlock(blocks.StructBlock):
    """A title inside the text; levels follow the page's own title."""

    text = blocks.CharBlock(label=_("Text"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section")), ("3", _("Subsection"))],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A title that divides the text.")
        template = "core/blocks/heading.html"
        preview_value = {"text": _("What we learned"), "level": "2"}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give text and level."""
        return {"text": value["text"], "level": int(value["level"] or 2)}
