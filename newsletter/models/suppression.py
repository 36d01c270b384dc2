"""Addresses that must never be mailed, known only by a keyed hash."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SuppressionReason(models.TextChoices):
    """Why an address is suppressed."""

    COMPLAINT = "complaint", _("Marked a mail of ours as spam")
    BOUNCE = "bounce", _("The mailbox does not exist or refuses mail")
    OBJECTION = "objection", _("Asked never to be contacted again")
    ERASURE = "erasure", _("Erased by the reader")


class Suppression(models.Model):
    """A keyed hash of an address, with reason and date; nobody can read the address from it.

    It survives erasure and blocks any import of the address. Written only by the verbs in
    `newsletter.suppression`, which also explains the key.
    """

    address_hash = models.CharField(
        pgettext_lazy("consent", "hash"), max_length=64, unique=True, editable=False
    )
    # Which key made the hash, so that a lost key is noticed before somebody is mailed.
    key_name = models.CharField(max_length=16, editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=SuppressionReason.choices)
    created_at = models.DateTimeField(
        pgettext_lazy("suppression", "since"), default=timezone.now, editable=False
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")

    def __str__(self) -> str:
        return f"{self.address_hash[:12]}… ({self.get_reason_display()})"
