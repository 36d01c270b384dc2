"""Messages of visitors on their way to a cooperative."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.cooperative import Cooperative
from practices.models.practice import PracticePage


class RelayedMessage(models.Model):
    """What a visitor writes to a cooperative through the hub. Never leaves but in that one mail.

    Words and address are wiped as soon as the mail has left, or could not; the row stays a day,
    to count how many there were.
    """

    cooperative = models.ForeignKey(
        Cooperative,
        verbose_name=_("cooperative"),
        on_delete=models.CASCADE,
        related_name="messages",
    )
    practice = models.ForeignKey(
        PracticePage,
        verbose_name=_("practice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(_("message"), blank=True)
    asked_from = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    wiped_at = models.DateTimeField(_("wiped"), null=True, blank=True)

    class Meta:
        verbose_name = _("message to a cooperative")
        verbose_name_plural = _("messages to cooperatives")
        indexes = [models.Index(fields=["created_at"], name="relayed_message_age")]

    def __str__(self) -> str:
        return f"{self.cooperative} {self.created_at:%Y-%m-%d}"
