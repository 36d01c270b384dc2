"""The ledger: one row for each reader of each issue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter.models.mailing import Edition, Mailing
from newsletter.models.subscriber import Subscriber


class DeliveryState(models.TextChoices):
    """Where a reader's copy stands; `newsletter.transitions` says what may follow."""

    PLANNED = "planned", _("Waiting")
    LEASED = "leased", _("Taken by a sender")
    INTENT = "intent", _("Being handed over")
    ACCEPTED = "accepted", _("Accepted by the mail server")
    DEFERRED = "deferred", _("Put off by the mail server")
    REFUSED = "refused", _("Refused by the mail server")
    SKIPPED = "skipped", _("Not sent")
    UNCERTAIN = "uncertain", _("Not known")
    DELIVERED = "delivered", _("Delivered")
    BOUNCED = "bounced", _("Came back")
    COMPLAINED = "complained", _("Marked as spam")


class Delivery(models.Model):
    """A reader's copy of an issue. The row comes first, the mail afterwards.

    It holds no address: that stands with the subscriber, and leaves the ledger when the
    subscriber is erased. Written only by the verbs in `freezing`, `claiming`, `recording`,
    `steering` and, when it is old, `thinning`.
    """

    # No index of their own for mailing and edition: the ones below begin with the mailing.
    mailing = models.ForeignKey(
        Mailing,
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name=_("mailing"),
        db_index=False,
    )
    # Whoever deals with a copy finds its reader; only old ones, which are mere counts, have none.
    subscriber: models.ForeignKey[Subscriber, Subscriber] = models.ForeignKey(  # type: ignore[misc]
        Subscriber,
        null=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name=_("subscriber"),
    )
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name=_("edition"),
        db_index=False,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PLANNED
    )
    # A code and the server's number, never the server's words: those repeat the address.
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    attempt_id = models.UUIDField(_("attempt"), null=True, blank=True)
    lease_owner = models.CharField(max_length=40, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    intent_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    settled_at = models.DateTimeField(_("answered"), null=True, blank=True)
    # The name the provider gave to the message, where it gives one.
    provider_id = models.CharField(_("provider's name for it"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("planned"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "subscriber"], name="one_delivery_per_reader_and_issue"
            ),
        ]
        indexes = [
            models.Index(fields=["mailing", "state", "id"], name="delivery_of_state"),
            models.Index(
                fields=["lease_until"],
                name="delivery_leased",
                condition=Q(lease_until__isnull=False),
            ),
            models.Index(
                fields=["provider_id"],
                name="delivery_by_provider_id",
                condition=~Q(provider_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.get_state_display()})"
