"""How fast mails may leave, shared by all senders on all machines."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Throttle(models.Model):
    """A bucket of tokens: each mail takes one, and they come back with time.

    Named `provider:…`, `server:…`, `sender:…` or `domain:…`. Written only by `newsletter.pacing`.
    """

    name = models.CharField(_("name"), max_length=300, unique=True)
    tokens = models.FloatField(default=0.0)
    filled_at = models.DateTimeField(default=timezone.now)
    # The other side has asked us to wait.
    cooled_until = models.DateTimeField(_("waits until"), null=True, blank=True, db_index=True)
    reason = models.CharField(_("reason"), max_length=60, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("speed limit")
        verbose_name_plural = _("speed limits")

    def __str__(self) -> str:
        return self.name
