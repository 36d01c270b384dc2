"""Divider."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.data import Reading


class DividerBlock(blocks.StaticBlock):
    """A quiet line between two parts of an issue."""

    class Meta:
        icon = "horizontalrule"
        label = _("Divider")
        description = _("A quiet line between two parts.")
        admin_text = _("A line between two parts.")
        template = "newsletter/blocks/divider.html"
        preview_value = None

    def to_data(self, value: Any, reading: Reading) -> dict[str, Any]:
        """A divider says nothing."""
        return {}
