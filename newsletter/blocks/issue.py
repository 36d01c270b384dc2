"""The contents of an issue."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from core.blocks.call_to_action import CallToActionBlock
from core.blocks.data import Reading
from core.blocks.quote import QuoteBlock
from newsletter.blocks.collection import CollectionBlock
from newsletter.blocks.coming import AgendaBlock, OpenCallsBlock
from newsletter.blocks.divider import DividerBlock
from newsletter.blocks.entries import EntriesBlock
from newsletter.blocks.lead_story import LeadStoryBlock
from newsletter.blocks.picture import IssuePictureBlock
from newsletter.blocks.text import IssueTextBlock

FROM_THE_HUB = _("From the hub")
WORDS = pgettext_lazy("blocks", "Words")


class IssueBlock(blocks.StreamBlock):
    """Everything an issue may contain, grouped as the chooser shows it."""

    lead_story = LeadStoryBlock(group=FROM_THE_HUB)
    entries = EntriesBlock(group=FROM_THE_HUB)
    collection = CollectionBlock(group=FROM_THE_HUB)
    agenda = AgendaBlock(group=FROM_THE_HUB)
    open_calls = OpenCallsBlock(group=FROM_THE_HUB)
    text = IssueTextBlock(group=WORDS)
    picture = IssuePictureBlock(group=WORDS)
    quote = QuoteBlock(group=WORDS)
    call_to_action = CallToActionBlock(group=WORDS)
    divider = DividerBlock(group=WORDS)

    class Meta:
        required = False
        block_counts = {"lead_story": {"max_num": 1}}

    def to_data(self, value: blocks.StreamValue, reading: Reading) -> list[dict[str, Any]]:
        """Give the blocks in order, each with its type and its own data."""
        return [
            {"type": child.block_type, **child.block.to_data(child.value, reading)}
            for child in value
        ]
