"""Entries."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.data import Reading
from newsletter import composing

MOST_PAGES = 12


class EntriesBlock(blocks.StructBlock):
    """Pages of the hub, chosen by hand, each with title, picture and summary."""

    title = blocks.CharBlock(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("What these pages have in common, such as: What happens in December."),
    )
    pages = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("Page")),
        label=_("Pages"),
        min_num=1,
        max_num=MOST_PAGES,
    )

    class Meta:
        icon = "list-ul"
        label = _("Pages of the hub")
        description = _("Practices, calls, events and other pages, one below the other.")
        template = "newsletter/blocks/preview.html"

    def get_preview_value(self) -> blocks.StructValue:
        """Show the pages published last."""
        return self.normalize({"title": _("Just published"), "pages": composing.newest_pages(3)})

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the editor's preview what readers will see."""
        piece = composing.preview_piece("entries", value)
        return {**super().get_context(value, parent_context), "piece": piece}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the title and the identity of each page."""
        return {
            "title": value["title"],
            "translations_of": composing.mention(value["pages"], reading),
        }
