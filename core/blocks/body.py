"""The body of a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from core.blocks.call_to_action import CallToActionBlock
from core.blocks.collection import CollectionBlock
from core.blocks.data import Reading
from core.blocks.embed import EmbedBlock
from core.blocks.figures import FiguresBlock
from core.blocks.gallery import GalleryBlock
from core.blocks.heading import HeadingBlock
from core.blocks.image import PictureBlock
from core.blocks.quote import QuoteBlock
from core.blocks.related_entries import RelatedEntriesBlock
from core.blocks.rich_text import TextBlock

TEXTS = pgettext_lazy("blocks", "Words")
PICTURES = _("Pictures")
LINKS = _("Links")


class BodyBlock(blocks.StreamBlock):
    """Everything an editor may put into the body, grouped as the chooser shows it."""

    heading = HeadingBlock(group=TEXTS)
    text = TextBlock(group=TEXTS)
    quote = QuoteBlock(group=TEXTS)
    figures = FiguresBlock(group=TEXTS)
    picture = PictureBlock(group=PICTURES)
    gallery = GalleryBlock(group=PICTURES)
    call_to_action = CallToActionBlock(group=LINKS)
    embed = EmbedBlock(group=LINKS)
    related_entries = RelatedEntriesBlock(group=LINKS)
    collection = CollectionBlock(group=LINKS)

    class Meta:
        required = False

    def to_data(self, value: blocks.StreamValue, reading: Reading) -> list[dict[str, Any]]:
        """Give the blocks in order, each with its type and its own data."""
        return [
            {"type": child.block_type, **child.block.to_data(child.value, reading)}
            for child in value
        ]
