"""What the materials listen to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction

from core import hiding, merging
from core.models import HubImage, HubRendition, Topic


@receiver(m2m_changed)
def follow_given_topics(model: Any, action: str, pk_set: Any, **_kwargs: Any) -> None:
    """Look again at topics just given: one may have been merged in the meantime."""
    if action == "post_add" and model is Topic and pk_set:
        transaction.on_commit(partial(merging.settle, set(pk_set)))


@receiver(pre_delete, sender=Topic)
def keep_used_topic(instance: Topic, **_kwargs: Any) -> None:
    """Stop whoever deletes a topic that something is about."""
    merging.refuse_to_delete(instance)


@receiver(post_save, sender=HubImage)
def settle_picture(instance: HubImage, raw: bool = False, **_kwargs: Any) -> None:
    """Hide a picture, or show it again, as what was saved asks for."""
    if not raw:
        hiding.settle_on_commit(HubImage.objects.filter(pk=instance.pk))


@receiver(post_save, sender=Collection)
@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def settle_folder(
    instance: Collection | CollectionViewRestriction, raw: bool = False, **_kwargs: Any
) -> None:
    """The same for the pictures of a folder that has become private, is public again, or moves."""
    if not raw:
        folder_id = instance.pk if isinstance(instance, Collection) else instance.collection_id
        transaction.on_commit(lambda: hiding.settle(hiding.in_folder(folder_id)), robust=True)


@receiver(post_delete, sender=HubRendition)
def delete_size(instance: HubRendition, **_kwargs: Any) -> None:
    """Take the file of a size away with it."""
    hiding.delete_file(instance)
