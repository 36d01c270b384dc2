"""What providers and mailboxes report about mails: kept first, dealt with afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReportKind(models.TextChoices):
    """What a report says became of a mail."""

    DELIVERED = "delivered", _("Delivered")
    HARD = "hard", _("Came back: the mailbox does not exist")
    SOFT = "soft", _("Came back: full, away or not willing now")
    COMPLAINED = "complained", _("Marked as spam")
    UNSUBSCRIBED = "unsubscribed", _("Asked to be unsubscribed")


class ReportOutcome(models.TextChoices):
    """What came of a report."""

    WAITING = "waiting", pgettext_lazy("report", "Waiting")
    APPLIED = "applied", _("Taken note of")
    REPEATED = "repeated", _("Nothing new")
    UNMATCHED = "unmatched", _("About no mail of ours")


class DeliveryReport(models.Model):
    """One report, whoever sent it. Written only by `newsletter.feedback`.

    It holds no address and none of the reporter's words: what belongs to a reader is found by the
    number of the copy, by the provider's name for the mail, or by the keyed hash of the address.
    These two are let go of when it has been dealt with.
    """

    # Names the report, so that one that comes twice is known.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    source = models.CharField(_("from"), max_length=40)
    kind = models.CharField(
        pgettext_lazy("report", "what"), max_length=12, choices=ReportKind.choices
    )
    code = models.CharField(_("reason"), max_length=60, blank=True)
    happened_at = models.DateTimeField(_("happened"))
    delivery_number = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    # What proves that the number is meant (see `newsletter.matching`).
    attempt_id = models.UUIDField(null=True, blank=True)
    is_proven = models.BooleanField(default=False)
    provider_id = models.CharField(max_length=120, blank=True)
    address_hash = models.CharField(max_length=64, blank=True, db_index=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    look_again_at = models.DateTimeField(default=timezone.now)
    processed_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    outcome = models.CharField(
        pgettext_lazy("report", "outcome"),
        max_length=10,
        choices=ReportOutcome.choices,
        default=ReportOutcome.WAITING,
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("delivery report")
        verbose_name_plural = _("delivery reports")
        indexes = [
            models.Index(
                fields=["look_again_at"], name="report_due", condition=Q(outcome="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_kind_display()}"
