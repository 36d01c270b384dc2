"""What the room listens to about practices."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from practices import confirming, recording
from practices.models import PracticePage


@receiver(post_save, sender=PracticePage)
def follow_saved(instance: PracticePage, raw: bool = False, **_kwargs: Any) -> None:
    """Follow how complete a practice is; its translations say the same as it does."""
    if not raw and instance.locale.language_code == settings.LANGUAGE_CODE:
        recording.note_completeness(practice=instance)


@receiver(page_published, sender=PracticePage)
def follow_published(instance: PracticePage, **_kwargs: Any) -> None:
    """Follow when it is to be reviewed."""
    confirming.schedule(practice=instance)


@receiver(post_delete, sender=PracticePage)
def follow_deleted(instance: PracticePage, **_kwargs: Any) -> None:
    """Follow a practice that is gone; its other languages may go in the same transaction."""
    key: UUID = instance.translation_key
    transaction.on_commit(lambda: recording.forget(translation_key=key))
