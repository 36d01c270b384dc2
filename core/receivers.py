"""What the materials listen to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, pre_delete
from django.dispatch import receiver

from core import merging
from core.models import Topic


@receiver(m2m_changed)
def follow_given_topics(model: Any, action: str, pk_set: Any, **_kwargs: Any) -> None:
    """Look again at topics just given: one may have been merged in the meantime."""
    if action == "post_add" and model is Topic and pk_set:
        transaction.on_commit(partial(merging.settle, set(pk_set)))


@receiver(pre_delete, sender=Topic)
def keep_used_topic(instance: Topic, **_kwargs: Any) -> None:
    """Stop whoever deletes a topic that something is about."""
    merging.refuse_to_delete(instance)
