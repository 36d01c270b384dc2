"""What visitors typed into a form, until it has been dealt with, and how much is allowed."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models.budget import Budget
from newsletter.models.consent import ConsentChannel
from newsletter.models.subscriber import Subscriber


class RequestKind(models.TextChoices):
    """What a visitor asks for."""

    SIGN_UP = "sign-up", _("Sign-up")
    LINK = "link", _("Link to the preferences")
    FOLLOW = "follow", _("Following one thing")


class ReaderRequest(models.Model):
    """A sign-up, a call for a lost link, or a wish to follow one thing.

    The page writes this row and answers; what depends on the address happens afterwards, so
    that neither the answer nor its timing tells whether the address is known. The address is
    wiped as soon as the request has been dealt with.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=RequestKind.choices)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=10)
    channel = models.CharField(
        pgettext_lazy("consent", "how"),
        max_length=10,
        choices=ConsentChannel.choices,
        default=ConsentChannel.FORM,
    )
    # What is wanted of the newsletter, where that was part of the form: see `signup.Choice`.
    choice = models.JSONField(default=dict)
    # What is to be followed, where that is asked for.
    followed_kind = models.CharField(max_length=12, blank=True)
    followed_key = models.UUIDField(null=True, blank=True)
    wording_version = models.CharField(max_length=20, blank=True)
    wording_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(pgettext_lazy("consent", "asked"), default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True, db_index=True)
    subscriber = models.ForeignKey(
        Subscriber, null=True, blank=True, on_delete=models.CASCADE, related_name="requests"
    )
    confirmed_at = models.DateTimeField(
        pgettext_lazy("consent", "confirmed"), null=True, blank=True
    )

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("request")
        verbose_name_plural = _("requests")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class MailAllowance(models.Model):
    """How many mails of one purpose an address was sent without its owner taking any up."""

    address_hash = models.CharField(max_length=64)
    purpose = models.CharField(max_length=10)
    used = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash", "purpose"], name="one_mail_allowance_per_purpose"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.used}"


class RequestBudget(Budget):
    """How many requests came in during one hour or day, from one network or altogether."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "window"], name="one_request_budget_per_window"
            )
        ]
