"""Text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from core import rich_text
from core.blocks.data import Reading


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "core/blocks/text.html"
        preview_value = _(
            "<p>Every Thursday the greenhouse opens to the neighbourhood: whoever comes in finds "
            "<b>seedlings, coffee and company</b>.</p>"
        )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": rich_text.FEATURES, **kwargs})

    def to_data(self, value: RichText, reading: Reading) -> dict[str, Any]:
        """Give HTML whose links are absolute and public."""
        reading.page_ids |= rich_text.linked_page_ids(value.source)
        return {"html": rich_text.to_html(value.source)}
