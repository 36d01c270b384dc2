"""What the practices room listens to."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page

from practices import mirroring
from practices.models import Cooperative, CooperativeOrganisation


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


@receiver(post_save, sender=Cooperative)
def follow_record(
    instance: Cooperative,
    created: bool,
    raw: bool = False,
    update_fields: Any = None,
    **_: Any,
) -> None:
    """Follow what a record says with the organisation by which pages name it."""
    if not raw and mirroring.concerns(update_fields):
        mirroring.follow(cooperative=instance, is_new=created)


@receiver(post_delete, sender=CooperativeOrganisation)
def follow_deleted_record(instance: CooperativeOrganisation, **_: Any) -> None:
    """Follow a record that is gone."""
    mirroring.let_go(organisation=instance.organisation)
