"""Picture of an issue."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.image import PictureBlock
from newsletter import composing


class IssuePictureBlock(PictureBlock):
    """A picture across the mail, with what it shows and a caption."""

    class Meta:
        description = _("One picture across the mail. What it shows has to be written.")
        template = "newsletter/blocks/preview.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the editor's preview what readers will see."""
        piece = composing.preview_piece("picture", value)
        return {**super().get_context(value, parent_context), "piece": piece}
