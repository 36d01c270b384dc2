"""Readers of the newsletter: an address, a language, what they chose, and where they stand."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Territory, Topic
from newsletter.models.suppression import Suppression


class SubscriberState(models.TextChoices):
    """Where a subscriber stands. Only `active` ones get issues.

    Who is `following` never asked for the newsletter, only for news of single things.
    """

    PENDING = "pending", _("Waiting for confirmation")
    ACTIVE = "active", pgettext_lazy("subscriber", "Active")
    PAUSED = "paused", _("Paused")
    FOLLOWING = "following", _("Only follows")
    BOUNCED = "bounced", _("Mail comes back")
    COMPLAINED = "complained", _("Marked us as spam")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    ERASED = "erased", _("Erased")


class Frequency(models.TextChoices):
    """How often a subscriber wants mail."""

    ISSUE = "issue", _("Every issue")
    WEEKLY = "weekly", _("Once a week")
    MONTHLY = "monthly", _("Once a month")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Questions about subscribers."""

    def mailable(self) -> SubscriberQuerySet:
        """Those who may be mailed: confirmed, not gone, and not suppressed."""
        suppressed = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
        return self.filter(~Exists(suppressed), state=SubscriberState.ACTIVE)


class Subscriber(models.Model):
    """A person's address with state and preferences.

    Written only by the verbs in `signup`, `admitting`, `preferences`, `unsubscribing`,
    `suppression`, `capping`, `changing`.
    An erased subscriber keeps its row, without address and preferences, so that counts and the
    ledger stay true. An empty choice of topics, territories or kinds means all of them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.CharField(
        pgettext_lazy("mail", "address"),
        max_length=254,
        blank=True,
        help_text=_("The domain in its ASCII form."),
    )
    # What tells addresses apart: small letters, ASCII domain. Null once erased.
    email_key = models.CharField(max_length=254, unique=True, null=True, editable=False)
    # Keyed hash of email_key, to be compared with suppressions without a query per reader.
    address_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=SubscriberState.choices,
        default=SubscriberState.PENDING,
        db_index=True,
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="subscribers"
    )
    territories = models.ManyToManyField(
        Territory, verbose_name=_("territories"), blank=True, related_name="subscribers"
    )
    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    frequency = models.CharField(
        _("frequency"), max_length=8, choices=Frequency.choices, default=Frequency.ISSUE
    )
    created_at = models.DateTimeField(_("first asked"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(
        pgettext_lazy("consent", "confirmed"), null=True, blank=True, editable=False
    )
    state_changed_at = models.DateTimeField(
        _("in this state since"), default=timezone.now, editable=False
    )
    paused_until = models.DateField(
        _("takes a break until"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("From this day on mail is sent again. Empty: until the reader says so."),
    )
    preferences_changed_at = models.DateTimeField(
        _("preferences changed"), null=True, blank=True, editable=False
    )
    # What digests owe (see `newsletter.changing`): from when on there is news for who never had
    # one; who left a digest gets it once more, with what there was up to a change of the catalogue.
    digest_since = models.DateTimeField(null=True, blank=True, editable=False)
    closing_frequency = models.CharField(max_length=8, blank=True, default="", editable=False)
    closing_until = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    # Who wants few mails: which copy had the last turn, and when (see `newsletter.capping`).
    last_mail_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_mail_number = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    # Who subscribes must not appear where staff see "used by" for topics.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        permissions = [("export_subscriber", _("Can download the list of subscribers"))]
        constraints = [
            models.CheckConstraint(
                name="subscriber_has_address_until_erased",
                condition=Q(state="erased", email="", email_key__isnull=True, address_hash="")
                | (~Q(state="erased") & ~Q(email="") & Q(email_key__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        # Never the address: this ends in logs and error pages.
        return f"{self._meta.verbose_name} {self.pk}"
