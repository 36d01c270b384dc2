"""Curated collections as readers find them: all of them, and the beginning of one in a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count

from catalogue.languages import for_reader
from catalogue.models import CollectionMember, CuratedCollection, Entry


@dataclass(frozen=True, slots=True)
class Collected:
    """A public collection with its words in the reader's language, and how much is in it."""

    collection: CuratedCollection
    original: CuratedCollection
    count: int


def public_collections(language: str) -> list[Collected]:
    """Every public collection in which there is something, by title: three queries."""
    originals = list(CuratedCollection.objects.public().select_related("locale"))
    counts = _counts(originals)
    words = {one.translation_key: one for one in originals}
    if language != settings.LANGUAGE_CODE:
        translated = CuratedCollection.objects.filter(
            translation_key__in=list(words), locale__language_code=language
        )
        words |= {one.translation_key: one for one in translated.select_related("locale")}
    found = [
        Collected(words[one.translation_key], one, counts[one.pk])
        for one in originals
        if one.pk in counts
    ]
    return sorted(found, key=lambda one: one.collection.title.casefold())


def beginning(
    collection: CuratedCollection | None, limit: int | None, language: str
) -> dict[str, Any]:
    """The first things in a collection, for a page that shows it; nothing of one that is closed."""
    original = original_of(collection)
    if original is None:
        return {"collection": None, "members": []}
    found = members(original, language)
    return {"collection": original.in_language(language), "members": found[: limit or None]}


def members(collection: CuratedCollection, language: str) -> list[CollectionMember]:
    """What is in a collection, in the curator's order, once each in the best language."""
    readable = for_reader(Entry.objects.visible(), language)
    rows = CollectionMember.objects.filter(collection=collection, entry__in=readable)
    return list(rows.select_related("entry").order_by("position", "id"))


def original_of(collection: CuratedCollection | None) -> CuratedCollection | None:
    """The collection that a row stands for, None if it may not be shown."""
    if collection is None or not collection.is_public:
        return None
    same = CuratedCollection.objects.public().filter(translation_key=collection.translation_key)
    return collection if collection.is_original else same.select_related("locale").first()


def _counts(originals: list[CuratedCollection]) -> dict[int, int]:
    """How many things readers find in each, whatever the language; none is not told."""
    rows = CollectionMember.objects.filter(
        collection__in=originals, entry__in=Entry.objects.visible()
    )
    counted = rows.order_by().values("collection")
    counted = counted.annotate(count=Count("entry__translation_key", distinct=True))
    return dict(counted.values_list("collection", "count"))
