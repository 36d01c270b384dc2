"""Test objects of the catalogue."""

from __future__ import annotations

from itertools import count
from typing import Any

from catalogue.models import CollectionItem, CuratedCollection
from tests.factories import locale

_numbers = count(1)


def make_collection(*pages: Any, **fields: Any) -> CuratedCollection:
    """A public collection of pages in the order given; a pair is a page with its note."""
    number = next(_numbers)
    fields = {
        "title": f"Raccolta {number}",
        "slug": f"raccolta-{number}",
        "is_public": True,
        "locale": locale("it"),
    } | fields
    collection = CuratedCollection(**fields)
    put(collection, *pages)
    return collection


def put(collection: CuratedCollection, *pages: Any) -> None:
    """Make these pages the whole content of a collection, in this order, and save it."""
    pairs = [page if isinstance(page, tuple) else (page, "") for page in pages]
    items = [
        CollectionItem(page_id=page.pk, note=note, locale=collection.locale, sort_order=place)
        for place, (page, note) in enumerate(pairs)
    ]
    collection.items.set(items)
    collection.save()


def translate_collection(
    collection: CuratedCollection, *, notes: list[str], **fields: Any
) -> CuratedCollection:
    """The English words of a collection, as a translator leaves them."""
    english = collection.copy_for_translation(locale("en"))
    for name, value in fields.items():
        setattr(english, name, value)
    for item, note in zip(english.items.all(), notes, strict=True):
        item.note = note
    english.save()
    return english
