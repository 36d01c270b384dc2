"""A curated collection inside a page.

Collections live in a room above this one, so the block knows their model by name alone, as a page
type knows the types it may stand below; what is in one is asked by the template.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.segments import OverridableSegmentValue

from core.blocks.data import Reading

COLLECTION = "catalogue.CuratedCollection"
USUAL_LIMIT = 4
HIGHEST_LIMIT = 20


class CollectionChooserBlock(SnippetChooserBlock):
    """A collection, the same in every language: its words are looked up when it is shown.

    wagtail-localize would otherwise refuse to translate a page until the collection has been
    translated.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(COLLECTION, **kwargs)

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Let translators choose another collection, no more."""
        return [] if value is None else [OverridableSegmentValue("", value.pk)]

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        """Take the other collection where one was chosen."""
        for segment in segments:
            return self.model_class.objects.filter(pk=segment.data).first() or value
        return value

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Migrations see the plain chooser."""
        return (
            "wagtail.snippets.blocks.SnippetChooserBlock",
            [COLLECTION],
            self._constructor_args[1],
        )


def how_many(usual: int) -> blocks.IntegerBlock:
    """Make the field that says how much of a collection is shown."""
    return blocks.IntegerBlock(
        label=_("How many pages"),
        default=usual,
        min_value=1,
        max_value=HIGHEST_LIMIT,
        help_text=_("The first ones in the curator's order; a link leads to all of them."),
    )


class CollectionBlock(blocks.StructBlock):
    """The beginning of a curated collection, as it stands whenever the page is read."""

    collection = CollectionChooserBlock(label=pgettext_lazy("curated", "Collection"))
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("If empty, the collection's own title."),
    )
    limit = how_many(USUAL_LIMIT)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Curated collection")
        description = _("The first pages of a collection, with the curator's notes.")
        template = "core/blocks/collection.html"

    def get_preview_value(self) -> blocks.StructValue:
        """Show the public collection that was changed last."""
        rows = self.child_blocks["collection"].model_class.objects.public()
        newest = rows.order_by("-updated_at").first()
        return self.normalize({"collection": newest, "title": "", "limit": 2})

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the name of the collection in the API, while it is public."""
        collection = value["collection"]
        slug = collection.slug if collection is not None and collection.is_public else None
        return {"collection": slug, "title": value["title"] or "", "limit": value["limit"]}
