"""What comes next: events with their dates, calls with their deadlines, found by themselves."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.data import Reading
from newsletter import composing

MOST_DAYS = 180
MOST_ITEMS = 12


class ComingBlock(blocks.StructBlock):
    """A list that fills itself when the issue is shown, and is fixed by the freeze."""

    title = blocks.CharBlock(
        label=_("Title"), max_length=120, required=False, help_text=_("If empty, a usual one.")
    )
    limit = blocks.IntegerBlock(
        label=_("How many at most"), default=5, min_value=1, max_value=MOST_ITEMS
    )

    class Meta:
        template = "newsletter/blocks/preview.html"

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the editor's preview what readers will see."""
        piece = composing.preview_piece(self.name, value)
        return {**super().get_context(value, parent_context), "piece": piece}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the rule."""
        return {name: value.get(name) for name in self.child_blocks}


class AgendaBlock(ComingBlock):
    """The events of the next days, in the order of their dates."""

    days = blocks.IntegerBlock(
        label=_("Of the next days"), default=30, min_value=1, max_value=MOST_DAYS
    )

    class Meta:
        icon = "date"
        label = _("Coming events")
        description = _("The events of the next days with their dates, found by itself.")

    def get_preview_value(self) -> blocks.StructValue:
        """Show the next events."""
        return self.normalize({"title": "", "limit": 3, "days": MOST_DAYS})


class OpenCallsBlock(ComingBlock):
    """The calls that are open, the one that closes first at the top."""

    class Meta:
        icon = "time"
        label = _("Open calls")
        description = _("The calls that can be answered now with their deadlines, found by itself.")

    def get_preview_value(self) -> blocks.StructValue:
        """Show the calls that close next."""
        return self.normalize({"title": "", "limit": 3})
