"""The ordered log that partners follow."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Verb(models.TextChoices):
    """What happened to an entry: in the whole hub (upsert, gone) or in a collection."""

    UPSERT = "upsert", _("published or changed")
    GONE = "gone", _("no longer public")
    ENTER = "enter", _("entered the collection, or changed place in it")
    LEAVE = "leave", _("left the collection")


class Reason(models.TextChoices):
    """Why an entry is no longer there, in words that tell the public nothing private."""

    WITHDRAWN = "withdrawn", _("withdrawn")
    DELETED = "deleted", _("deleted")
    EXPIRED = "expired", pgettext_lazy("change", "expired")
    LEGAL = "legal", _("withdrawn for legal reasons")
    LEFT_COLLECTION = "left-collection", _("left the collection")


class Change(models.Model):
    """One step in the life of an entry.

    `number` rises in the order in which changes become visible, because it is drawn under a lock
    that is held until the transaction ends (see `catalogue.locking`): who has read up to a number
    has missed nothing below it. A row of the whole hub has an empty `collection`; a row of a
    collection names it by slug, so that the row outlives the collection.
    """

    number = models.BigAutoField(primary_key=True)
    uid = models.UUIDField()
    verb = models.CharField(max_length=6, choices=Verb.choices)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    kind = models.CharField(max_length=16)
    language = models.CharField(max_length=10)
    collection = models.SlugField(max_length=80, blank=True, default="", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["uid", "number"], name="change_of_uid"),
            models.Index(fields=["collection", "number"], name="change_of_collection"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.uid}"


class Epoch(models.Model):
    """The one row that tells which life of the log this is.

    A database restored from a backup has forgotten changes that partners may have read: a new
    epoch makes every cursor of the old life expire, so that they download everything once more.
    """

    value = models.UUIDField(default=uuid.uuid4)
    started_at = models.DateTimeField(default=timezone.now)
    pruned_to = models.BigIntegerField(
        default=0, help_text="Removals up to this number are no longer told."
    )

    class Meta:
        verbose_name = _("epoch")
        verbose_name_plural = _("epochs")

    def __str__(self) -> str:
        return str(self.value)
