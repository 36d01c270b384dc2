"""The ledger of the mails that answer a single reader."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsletter.models.requests import ReaderRequest
from newsletter.models.subscriber import Subscriber


class ReaderMailPurpose(models.TextChoices):
    """What a mail is for; also the name of its folder in `templates/newsletter/mails/`."""

    CONFIRM = "confirm", _("Asks to confirm the subscription")
    WELCOME = "welcome", _("Says welcome")
    LINK = "link", _("Brings the link to the preferences")
    FOLLOW = "follow", _("Asks to confirm the following of one thing")


class ReaderMailState(models.TextChoices):
    """Where a mail stands."""

    PLANNED = "planned", pgettext_lazy("mail", "Planned")
    LEASED = "leased", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    SKIPPED = "skipped", pgettext_lazy("mail", "Skipped")


class ReaderMail(models.Model):
    """One mail to one reader: the row comes first, the mail afterwards.

    It holds no text and no link: they are made at the moment of sending. Written only by the
    verbs in `newsletter.answering`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="mails", verbose_name=_("subscriber")
    )
    request = models.ForeignKey(
        ReaderRequest, null=True, blank=True, on_delete=models.SET_NULL, related_name="mails"
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=ReaderMailPurpose.choices)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=ReaderMailState.choices,
        default=ReaderMailState.PLANNED,
    )
    # A code and the server's number, never the server's words: those repeat the address.
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now, null=True, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("mail", "planned"), default=timezone.now)
    sent_at = models.DateTimeField(pgettext_lazy("mail", "sent"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("mail to a reader")
        verbose_name_plural = _("mails to readers")
        indexes = [models.Index(fields=["state", "due_at"], name="reader_mail_due")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.get_state_display()})"
