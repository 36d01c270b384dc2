"""What a curated collection holds, worked out and ready to be listed and followed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.changes import Change
from catalogue.models.collections import CuratedCollection
from catalogue.models.entries import Entry


class CollectionMember(models.Model):
    """An entry in a collection: an item's page in each language in which it is public.

    Worked out from the items by `catalogue.publishing`, ready to be listed and followed.
    """

    collection = models.ForeignKey(
        CuratedCollection, on_delete=models.CASCADE, related_name="members"
    )
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="memberships")
    change = models.OneToOneField(Change, on_delete=models.RESTRICT, related_name="member")
    position = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    note_language = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "entry"], name="collection_has_an_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1), name="collection_positions_start_at_one"
            ),
        ]
        indexes = [models.Index(fields=["collection", "position"], name="member_in_order")]

    def __str__(self) -> str:
        return f"{self.position}. {self.entry_id}"
