"""Building blocks: the pieces of a practice that somebody else can take up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page

from core.addresses import page_address
from core.blocks.data import Reading
from core.blocks.document import document_data, public_document
from core.visibility import readable
from practices.models.practice_choices import BuildingBlockKind


class BuildingBlock(blocks.StructBlock):
    """One piece: what it is, what it needs, what was learned.

    The block's id is the piece's identity: it stays the same in every language and version, and
    stands in the page as an anchor and in the API, so that others can point to it.
    """

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    kind = blocks.ChoiceBlock(
        label=_("What it is"), choices=BuildingBlockKind.choices, default=BuildingBlockKind.METHOD
    )
    description = blocks.TextBlock(
        label=_("How it works"),
        max_length=800,
        help_text=_("For somebody who has never seen it: what happens, who does it, how often."),
    )
    enabling = blocks.TextBlock(
        label=_("What makes it easier"), max_length=500, required=False, rows=2
    )
    conditions = blocks.TextBlock(
        label=_("What it cannot do without"), max_length=500, required=False, rows=2
    )
    learned = blocks.TextBlock(label=_("What we learned"), max_length=500, required=False, rows=2)
    document = DocumentChooserBlock(
        label=_("File"),
        required=False,
        help_text=_("A template, an agreement, a sheet that others can start from."),
    )
    reused_from = blocks.PageChooserBlock(
        label=_("Taken from"),
        page_type="practices.PracticePage",
        required=False,
        help_text=_("The practice of the hub in which you found this piece, if you did."),
    )

    class Meta:
        icon = "grid"
        label = _("Building block")
        label_format = "{title}"
        description = _("A piece that others can take up: a method, an agreement, a tool …")
        template = "practices/blocks/building_block.html"
        preview_value = {
            "title": _("The Monday table"),
            "kind": BuildingBlockKind.METHOD,
            "description": _(
                "Every Monday growers, carers and neighbours sit at one table for an hour and "
                "decide what is sown, who drives, who cooks."
            ),
            "enabling": _("A kitchen that can be used free of charge."),
            "conditions": _("Somebody who takes notes, the same person for at least a season."),
            "learned": _("Start with the meal: decisions come more easily afterwards."),
            "document": None,
            "reused_from": None,
        }

    def shown_source(self, value: blocks.StructValue) -> Page | None:
        """The practice it was taken from, where it may be read, in the reader's language."""
        shown = readable([value["reused_from"]], get_language() or settings.LANGUAGE_CODE)
        return shown[0] if shown else None

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template the label of the kind, and only what may be shown."""
        return {
            **super().get_context(value, parent_context),
            "kind_label": BuildingBlockKind(value["kind"]).label,
            "document": public_document(value["document"]),
            "source": self.shown_source(value),
        }

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the piece with the addresses of its public file and of its source."""
        if value["reused_from"] is not None:
            reading.page_ids.add(value["reused_from"].pk)
        source = self.shown_source(value)
        return {
            "title": value["title"],
            "kind": {"code": value["kind"], "label": str(BuildingBlockKind(value["kind"]).label)},
            "description": value["description"],
            "enabling": value["enabling"],
            "conditions": value["conditions"],
            "learned": value["learned"],
            "document": document_data(value["document"]),
            "reused_from": {
                "uid": str(source.specific.uid),
                "title": source.title,
                "url": page_address(source),
            }
            if source
            else None,
        }


class BuildingBlocksBlock(blocks.StreamBlock):
    """The pieces, in the order in which somebody would build with them."""

    block = BuildingBlock()

    class Meta:
        required = False
        max_num = 12

    def to_data(self, value: blocks.StreamValue, reading: Reading) -> list[dict[str, Any]]:
        """Give the pieces in order, each with its identity."""
        return [{"id": child.id, **child.block.to_data(child.value, reading)} for child in value]
