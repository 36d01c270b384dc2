"""The outbox: mails to single people, whichever room they come from."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterState(models.TextChoices):
    """Where a letter stands."""

    PLANNED = "planned", pgettext_lazy("mail", "Planned")
    LEASED = "leased", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    SKIPPED = "skipped", pgettext_lazy("mail", "Skipped")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters."""

    def open(self) -> "LetterQuerySet":
        """Letters that have not come to an end."""
        return self.filter(state__in=[LetterState.PLANNED, LetterState.LEASED])

    def failed(self) -> "LetterQuerySet":
        """Letters that did not leave, for good."""
        return self.filter(state=LetterState.FAILED)


class Letter(models.Model):
    """One mail to one person: the row comes first, the mail afterwards.

    It holds no address, no text and no link: they are made at the moment of sending, from what
    `about_id` names in the room that `purpose` belongs to. Written only by `core.posting`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(_("purpose"), max_length=60, db_index=True)
    about_id = models.BigIntegerField(_("about"))
    language = models.CharField(_("language"), max_length=10)
    # What makes a letter the same letter: it is not written a second time.
    once = models.CharField(max_length=120, unique=True, null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=LetterState.choices, default=LetterState.PLANNED
    )
    # A code and the server's number, never the server's words: those repeat the address.
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now, null=True, blank=True)
    created_at = models.DateTimeField(pgettext_lazy("mail", "planned"), default=timezone.now)
    # When it was to leave: that is where the patience with a server that is away begins.
    wanted_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(pgettext_lazy("mail", "sent"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(fields=["state", "due_at"], name="letter_due"),
            models.Index(fields=["purpose", "about_id"], name="letter_about"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.get_state_display()})"
