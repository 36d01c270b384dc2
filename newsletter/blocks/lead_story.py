"""Lead story."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.data import Reading
from newsletter import composing


class LeadStoryBlock(blocks.StructBlock):
    """The page the issue opens with, large, told by its own summary or in other words."""

    page = blocks.PageChooserBlock(label=_("Page"))
    words = blocks.TextBlock(
        label=_("In other words"),
        max_length=600,
        required=False,
        help_text=_("Why to read it now, in two or three sentences. If empty, the page's summary."),
    )

    class Meta:
        icon = "pick"
        label = _("Lead story")
        description = _("One page of the hub, large, with its picture.")
        template = "newsletter/blocks/preview.html"

    def get_preview_value(self) -> blocks.StructValue:
        """Show the page published last."""
        return self.normalize({"page": next(iter(composing.newest_pages(1)), None), "words": ""})

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the editor's preview what readers will see."""
        piece = composing.preview_piece("lead_story", value)
        return {**super().get_context(value, parent_context), "piece": piece}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the page's identity and the words about it."""
        keys = composing.mention([value["page"]], reading)
        return {"translation_of": keys[0] if keys else None, "words": value["words"]}
