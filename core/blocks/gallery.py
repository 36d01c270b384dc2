"""Gallery."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.data import Reading
from core.blocks.image import PictureBlock, sample_image


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=12)

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Two to twelve pictures side by side.")
        template = "core/blocks/gallery.html"

    def get_preview_value(self) -> blocks.StructValue:
        """Show the newest picture of the hub, twice."""
        picture = {"image": sample_image(), "caption": ""}
        return self.normalize({"title": _("A day in the workshop"), "pictures": [picture] * 2})

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the pictures that may be shown."""
        pictures = [PictureBlock().to_data(one, reading) for one in value["pictures"]]
        return {"title": value["title"], "pictures": [one for one in pictures if one["image"]]}
