"""The sending of an issue: one row for the issue, one frozen edition for each language."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsletter.models.issue import IssuePage


class MailingState(models.TextChoices):
    """Where the sending of an issue stands; `newsletter.transitions` says what may follow."""

    DRAFT = "draft", _("Being composed")
    APPROVED = "approved", pgettext_lazy("mailing", "Approved")
    FREEZING = "freezing", _("Being frozen")
    FROZEN = "frozen", _("Frozen")
    SCHEDULED = "scheduled", pgettext_lazy("mailing", "Scheduled")
    SENDING = "sending", _("Being sent")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Sent")
    EXCEPTIONS = "exceptions", _("Sent, with exceptions")
    CANCELLED = "cancelled", pgettext_lazy("mailing", "Cancelled")


class MailingKind(models.TextChoices):
    """What is sent, and to whom."""

    ISSUE = "issue", _("Issue")
    CORRECTION = "correction", _("Correction")
    MISSED = "missed", _("Again, to those who missed it")
    DIGEST = "digest", _("Digest")


class Mailing(models.Model):
    """An issue on its way to the readers: the Italian page and its translations together.

    Written only by the verbs in `steering`, `freezing` and `sending`. It outlives the page.
    """

    kind = models.CharField(
        _("what it is"), max_length=10, choices=MailingKind.choices, default=MailingKind.ISSUE
    )
    # A correction: what it corrects. A second sending to those who missed it: the first one.
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followers",
        verbose_name=_("follows"),
    )
    # A correction may concern some editions only; empty: all.
    follows_languages = models.JSONField(default=list, blank=True)
    issue_key = models.UUIDField(
        editable=False,
        help_text=_("What the issue's page and its translations have in common."),
    )
    page = models.ForeignKey(
        IssuePage,
        null=True,
        on_delete=models.SET_NULL,
        related_name="mailings",
        verbose_name=_("issue"),
    )
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(
        _("state"), max_length=12, choices=MailingState.choices, default=MailingState.DRAFT
    )
    state_changed_at = models.DateTimeField(_("in this state since"), default=timezone.now)
    reason = models.CharField(
        _("reason"), max_length=200, blank=True, help_text=_("Why it was paused or cancelled.")
    )
    from_email = models.CharField(_("sender"), max_length=320, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    # What was approved: the number of the published revision, by language.
    approved_revisions = models.JSONField(default=dict, blank=True)
    # And what readers would have got by it: a hash of each edition, by language (see `approving`).
    approved_renderings = models.JSONField(default=dict, blank=True)
    scheduled_at = models.DateTimeField(_("planned for"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    candidates = models.PositiveIntegerField(_("candidates"), default=0)
    planned = models.PositiveIntegerField(_("recipients"), default=0)
    # Whom staff chose, in words, as it was at the freeze; empty: all readers.
    addressed_to = models.CharField(_("whom it is for"), max_length=500, blank=True)
    # How many were left out at the freeze, by reason (a name in `newsletter.audience`).
    exclusions = models.JSONField(_("left out"), default=dict, blank=True)
    # The mail server's own trouble: nobody is tried before `held_until`.
    troubles_in_a_row = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(_("waits until"), null=True, blank=True)
    # When a worker was last at it, to within minutes (see `returning`).
    looked_at = models.DateTimeField(null=True, blank=True, editable=False)
    sends_at_night = models.BooleanField(_("also during quiet hours"), default=False)
    # What a person knew of when they went on all the same: see `checkup` and `breaking`.
    known_changes = models.JSONField(default=list, blank=True)
    known_failures = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        permissions = [("send_mailing", _("Can send issues to the readers"))]
        constraints = [
            models.UniqueConstraint(
                fields=["issue_key"], name="one_mailing_per_issue", condition=~Q(kind="missed")
            )
        ]
        indexes = [
            models.Index(
                fields=["state"],
                name="mailing_on_its_way",
                condition=Q(state__in=["freezing", "scheduled", "sending"]),
            ),
            models.Index(fields=["issue_key"], name="mailing_of_issue"),
        ]

    def __str__(self) -> str:
        return self.title


class EditionQuerySet(models.QuerySet["Edition"]):
    """Reading only."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse: what is frozen stays as it is. Raises TypeError."""
        raise TypeError("Editions are never changed.")


class Edition(models.Model):
    """An issue in one language, rendered for good: every reader of it gets these bytes.

    A digest has one for each group of readers who chose the same: its name is the `segment`.

    Where a reader's own links go, `html` and `text` have addresses that carry `marker`, which
    nobody can write by hand (see `newsletter.personal`).
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(_("language"), max_length=10)
    segment = models.CharField(_("group of readers"), max_length=64, blank=True)
    subject = models.CharField(_("subject"), max_length=255)
    preheader = models.CharField(_("line under the subject"), max_length=300, blank=True)
    html = models.TextField()
    text = models.TextField()
    marker = models.CharField(max_length=40)
    archive_url = models.URLField(_("address on the web"), max_length=1000, blank=True)
    # What each block showed: identities of entries by the block's id, for the archive.
    selection = models.JSONField(default=dict, blank=True)
    # The page as it stood when it was frozen: the archive shows it so, whatever is edited later.
    content = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    # A digest: up to which change of the catalogue its readers have been told everything.
    told_until = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(pgettext_lazy("consent", "hash"), max_length=64)
    frozen_at = models.DateTimeField(_("frozen"), default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "language", "segment"], name="one_edition_per_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add; refuse to change. Raises TypeError."""
        if not self._state.adding:
            raise TypeError("Editions are never changed.")
        super().save(*args, **kwargs)
