"""Something that stands on another site."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from core.blocks.data import Reading
from core.blocks.image import image_block_data


class EmbedBlock(blocks.StructBlock):
    """A video or map elsewhere, shown as a picture with a link.

    Nothing is loaded from the other site until the reader decides to go there: the hub's pages
    and mails call no third party.
    """

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    url = blocks.URLBlock(label=_("Address"))
    description = blocks.CharBlock(label=_("What is there"), max_length=250, required=False)
    poster = ImageBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "media"
        label = _("Video or map elsewhere")
        description = _("A link with a picture; nothing is loaded from the other site.")
        template = "core/blocks/embed.html"
        preview_value = {
            "title": _("The workshop in three minutes"),
            "url": "https://example.org/video",
            "description": _("Video with subtitles."),
            "poster": None,
        }

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template the other site's name."""
        host = urlsplit(value["url"] or "").hostname or ""
        return {**super().get_context(value, parent_context), "host": host.removeprefix("www.")}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give words, address and picture."""
        words = {name: value[name] for name in ("title", "url", "description")}
        return {**words, "poster": image_block_data(value["poster"], reading)}
