"""Curated collection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalogue.models import CuratedCollection
from core.blocks.collection import HIGHEST_LIMIT, how_many
from core.blocks.collection import CollectionBlock as PageCollectionBlock
from core.blocks.data import Reading
from newsletter import composing, pinning
from newsletter.shelf import original_of

USUAL_LIMIT = 6


class PinnedKeysBlock(blocks.FieldBlock):
    """The collection's number and the identities of what it held, as one text.

    Translators never see it: identities are the same in every language.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(required=False, widget=forms.HiddenInput)
        super().__init__(**kwargs)

    def get_default(self) -> str:
        """Nothing is pinned."""
        return ""

    class Meta:
        label = _("What it held when it was pinned")


class CollectionBlock(PageCollectionBlock):
    """A curated collection as it stands when the issue is frozen: it can be pinned."""

    limit = how_many(USUAL_LIMIT)
    is_pinned = blocks.BooleanBlock(
        label=_("Keep what it holds now"),
        required=False,
        help_text=_(
            "Ticked, the issue goes on showing the pages that the collection held when the issue "
            "was saved; otherwise those that it holds when the issue is frozen. To keep others, "
            "untick it, save, and tick it again."
        ),
    )
    pinned_keys = PinnedKeysBlock()

    class Meta:
        template = "newsletter/blocks/preview.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Pin what the collection holds where that is asked for and not done yet."""
        cleaned = super().clean(value)
        collection = original_of(cleaned["collection"])
        if not cleaned["is_pinned"] or collection is None:
            cleaned["pinned_keys"] = ""
        elif not pinning.is_of(cleaned["pinned_keys"], collection):
            cleaned["pinned_keys"] = pinning.pin(collection, HIGHEST_LIMIT)
        return cleaned

    def get_preview_value(self) -> blocks.StructValue:
        """Show the collection that was changed last."""
        newest = CuratedCollection.objects.public().order_by("-updated_at").first()
        return self.normalize(
            {
                "collection": newest,
                "title": "",
                "limit": 3,
                "is_pinned": False,
                "pinned_keys": "",
            }
        )

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the editor's preview what readers will see."""
        piece = composing.preview_piece("collection", value)
        return {**super().get_context(value, parent_context), "piece": piece}

    def to_data(self, value: blocks.StructValue, reading: Reading) -> dict[str, Any]:
        """Give the name of the collection in the API, while it is public."""
        collection = original_of(value["collection"])
        slug = collection.slug if collection and collection.is_public else None
        return {"collection": slug, "title": value["title"], "limit": value["limit"]}
