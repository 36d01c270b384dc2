"""What the catalogue listens to. Everything acts on commit: a change that is undone is not told.

A publication, an unpublication, a new language, the making of an alias into a page: Wagtail
saves the page in all of them, so saving is what is listened to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.signals import page_slug_changed, post_page_move

from catalogue import following, publishing, tasks
from catalogue.dependents import is_shown_by_pages, page_ids_showing
from catalogue.gathering import refresh_on_commit
from catalogue.models import CollectionItem, CuratedCollection, Entry, Reason
from core.merging import references_moved

# Columns that Wagtail writes while a draft is saved, locked, or gets a child.
BOOKKEEPING = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)


def _on_commit(act: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    """Act when the transaction is through; a failure is logged and left to the reconciler."""
    transaction.on_commit(partial(act, *args, **kwargs), robust=True)


@receiver(post_save)
def follow_saved(
    instance: Model, raw: bool = False, update_fields: Any = None, **_kwargs: Any
) -> None:
    """Follow what a page says, and what it shows: topics, cooperatives, pictures …"""
    if raw or (update_fields and BOOKKEEPING.issuperset(update_fields)):
        return
    if isinstance(instance, Page) and "alias_of_id" in (update_fields or ()):
        # What lies below no longer stands under the restrictions of the original's section.
        refresh_on_commit(following.in_section, instance.pk)
    elif isinstance(instance, Page):
        refresh_on_commit(following.saved, instance.pk)
    elif is_shown_by_pages(type(instance)):
        refresh_on_commit(following.showing, instance)


@receiver(pre_delete)
def follow_deleted_record(instance: Model, **_kwargs: Any) -> None:
    """Follow a record that pages show: who showed it is known only before it is gone."""
    if is_shown_by_pages(type(instance)) and (page_ids := page_ids_showing(instance)):
        refresh_on_commit(frozenset, frozenset(page_ids))


@receiver(pre_delete, sender=Page)
def follow_deleted_page(instance: Page, **_kwargs: Any) -> None:
    """Follow a page that is deleted, or is below one that is."""
    for uid in Entry.objects.filter(page_id=instance.pk).values_list("uid", flat=True):
        _on_commit(publishing.withdraw, uid=uid, reason=Reason.DELETED)


@receiver([page_slug_changed, post_page_move])
def follow_moved(instance: Page, **_kwargs: Any) -> None:
    """Follow a new address: everything below has a new one, too."""
    refresh_on_commit(following.in_section, instance.pk)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def follow_page_privacy(instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Follow a section that becomes private, or public again."""
    refresh_on_commit(following.in_private_section, instance.page_id)


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def follow_file_privacy(instance: CollectionViewRestriction, **_kwargs: Any) -> None:
    """Follow files that become private, or public again."""
    refresh_on_commit(following.with_files_in, instance.collection_id)


@receiver(post_save, sender=Collection)
def follow_folder(instance: Collection, raw: bool = False, **_kwargs: Any) -> None:
    """Follow files whose folder may have been moved below a private one."""
    if not raw:
        refresh_on_commit(following.with_files_in, instance.pk)


@receiver([post_save, post_delete], sender=Locale)
@receiver([post_save, post_delete], sender=Site)
def follow_site(raw: bool = False, **_kwargs: Any) -> None:
    """Follow what changes every address at once."""
    if not raw:
        _on_commit(tasks.reconcile.enqueue)


@receiver(post_save, sender=CuratedCollection)
def follow_collection(instance: CuratedCollection, raw: bool = False, **_kwargs: Any) -> None:
    """Follow what curators choose."""
    if not raw:
        _on_commit(publishing.refresh_collection, collection_id=instance.pk)


@receiver(post_delete, sender=CollectionItem)
def follow_deleted_item(instance: CollectionItem, **_kwargs: Any) -> None:
    """Follow an item that goes because its page does; a translation of the page may remain."""
    _on_commit(publishing.refresh_collection, collection_id=instance.collection_id)


@receiver(references_moved)
def follow_merged_topic(owner: type[Model], owner_ids: set[Any], **_kwargs: Any) -> None:
    """Follow pages and rules whose topic was merged into another one."""
    if issubclass(owner, Page):
        refresh_on_commit(frozenset, frozenset(owner_ids))
    elif owner is CuratedCollection:
        for collection_id in owner_ids:
            _on_commit(publishing.refresh_collection, collection_id=collection_id)


@receiver(post_delete, sender=CuratedCollection)
def follow_deleted_collection(instance: CuratedCollection, **_kwargs: Any) -> None:
    """Follow a collection, or its translation, that is deleted."""
    _on_commit(following.follow_deleted_collection, instance)
