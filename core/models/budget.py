"""How much of something was used within an hour or a day."""

from __future__ import annotations

from django.db import models


class Budget(models.Model):
    """Base of a room's counts: one row per subject and window, which has to be unique.

    `subject` is "" for the whole hub, otherwise a keyed hash of the network that no row keeps
    for longer than a day.
    """

    subject = models.CharField(max_length=64, blank=True)
    window = models.CharField(max_length=13)
    used = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.window}: {self.used}"
