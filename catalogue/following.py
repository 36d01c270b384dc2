"""What to write again when something changes in or around the pages.

Wagtail tells of some of it only: nothing when a section becomes private, when the descendants
of a page move with it, when a picture or a topic changes. Each verb here finds the pages that
are touched and hands them to `catalogue.publishing`.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PageViewRestriction

from catalogue import publishing, tasks
from catalogue.dependents import (
    page_ids_linking_to,
    page_ids_showing,
    page_ids_with_images,
)
from catalogue.models import CuratedCollection
from core.echoes import has_echoes, page_ids_echoing
from core.visibility import public

# What a person can wait for at the end of a click; the rest goes to the worker in batches.
AT_ONCE = 25
BATCH = 50


def refresh(page_ids: Iterable[int]) -> None:
    """Write pages again: a few at once, many in the background.

    However many they are, those that must not be seen any longer are withdrawn at once.
    """
    ids = set(page_ids)
    if len(ids) > AT_ONCE:
        shown = set(public(Page.objects.filter(pk__in=ids)).values_list("pk", flat=True))
        waiting = sorted(shown)
        ids -= shown
        for start in range(0, len(waiting), BATCH):
            tasks.refresh_pages.enqueue(waiting[start : start + BATCH])
    if ids:
        publishing.refresh_pages(page_ids=ids)


def in_section(page_id: int) -> set[int]:
    """A page and everything below it: its address has changed."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return set()
    return set(page.get_descendants(inclusive=True).values_list("pk", flat=True))


def in_private_section(page_id: int) -> set[int]:
    """Everything that a restriction on a page reaches: below it and its aliases.

    An alias stands for its page: Wagtail asks the page's password on the alias, too.
    """
    same, newest = {page_id}, {page_id}
    while newest:
        aliases = Page.objects.filter(alias_of__in=newest).values_list("pk", flat=True)
        newest = set(aliases) - same
        same |= newest
    return set[int]().union(*map(in_section, same))


def saved(page_id: int) -> set[int]:
    """A saved page and those that echo it, with its section if it has a restriction of its own.

    An alias that becomes a page begins to mean the restriction it was copied with.
    """
    if PageViewRestriction.objects.filter(page=page_id).exists():
        return in_section(page_id)
    page = Page.objects.filter(pk=page_id).first()
    echoing = page_ids_echoing(page.specific) if page and has_echoes(page.specific_class) else ()
    return {page_id, *echoing}


def showing(record: Model) -> set[int]:
    """The pages that show a topic, a cooperative, a picture."""
    return set(page_ids_showing(record))


def with_files_in(collection_id: int) -> set[int]:
    """The pages that show files of a Wagtail collection or of one below it."""
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is None:
        return set()
    inside = collection.get_descendants(inclusive=True)
    images = get_image_model().objects.filter(collection__in=inside)
    documents = get_document_model().objects.filter(collection__in=inside)
    return page_ids_with_images(set(images.values_list("pk", flat=True))) | page_ids_linking_to(
        set(documents.values_list("pk", flat=True))
    )


def follow_deleted_collection(collection: CuratedCollection) -> None:
    """Close a curated collection that was deleted; without a translation it loses its words."""
    if collection.locale.language_code == settings.LANGUAGE_CODE:
        publishing.close_collection(slug=collection.slug)
        return
    originals = CuratedCollection.objects.originals()
    original = originals.filter(translation_key=collection.translation_key).first()
    if original is not None:
        publishing.refresh_collection(collection_id=original.pk)
