"""Quote."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from core.blocks.data import Reading


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=pgettext_lazy("quote", "Words"), max_length=600)
    author = blocks.CharBlock(
        label=_("Who says it"),
        max_length=120,
        required=False,
        help_text=_("A name, a role or a pseudonym the person has agreed to."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's words, set apart.")
        template = "core/blocks/quote.html"
        preview_value = {
            "text": _("We came for the vegetables and stayed for the table."),
            "author": _("A neighbour"),
        }

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the words and their author."""
        return {"text": value["text"], "author": value["author"]}
