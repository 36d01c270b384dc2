"""What the practices room listens to."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Page

from practices.models import Cooperative


@receiver(pre_save)
def point_to_the_current_record(sender: type, instance: Any, raw: bool = False, **_: Any) -> None:
    """Let an older draft that is published not bring back a record that was merged."""
    if raw or not isinstance(instance, Page):
        return
    for column in sender._meta.concrete_fields:  # type: ignore[attr-defined]
        if isinstance(column, ForeignKey) and column.related_model is Cooperative:
            named = getattr(instance, column.name)
            if named is not None and named.merged_into_id is not None:
                setattr(instance, column.name, named.current)
