"""Picture."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from core.blocks.data import FULL_SIZE, Reading, picture_data
from core.media import HubImage


def sample_image() -> HubImage | None:
    """The newest picture, for previews in the editor."""
    return HubImage.objects.order_by("-pk").first()


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text and a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture, with a caption if it helps.")
        template = "core/blocks/picture.html"

    def get_preview_value(self) -> blocks.StructValue:
        """Show the newest picture of the hub."""
        return self.to_python_preview(sample_image())

    def to_python_preview(self, image: HubImage | None) -> blocks.StructValue:
        """Build a value around a picture that may be missing."""
        return self.normalize({"image": image, "caption": _("The greenhouse on an opening day.")})

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the picture, or none where it may not be shown, and the caption."""
        return {"image": image_block_data(value["image"], reading), "caption": value["caption"]}


def image_block_data(
    image: HubImage | None, reading: Reading, size: str = FULL_SIZE
) -> dict[str, Any] | None:
    """Describe the value of Wagtail's ImageBlock; a decorative picture has an empty alt."""
    if image is None:
        return None
    decorative = getattr(image, "decorative", False)
    alt = "" if decorative else getattr(image, "contextual_alt_text", None) or image.description
    return picture_data(image, alt, reading, size)
