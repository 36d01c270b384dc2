"""What the hub knows of a practice beside its text."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from practices.models.practice_choices import Answer, InquiryKind, Origin, TextState

TO_ACT_UPON = (Answer.CHANGED, Answer.ENDED, Answer.CHANGES)
"""Answers after which staff have something to change."""


class PracticeRecord(models.Model):
    """Where a practice came from, who answers for it, who confirmed it and when.

    One for all languages of a practice, found by the translation key they share. It is no part of
    the page: an older draft that is published must not bring an older confirmation back.
    """

    translation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    origin = models.CharField(
        _("origin"), max_length=16, choices=Origin.choices, default=Origin.EDITORIAL
    )
    origin_page = models.ForeignKey(
        Page,
        verbose_name=_("the call it answers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("e-mail of the contact person"),
        blank=True,
        help_text=_("Never shown: questions about this practice are sent there."),
    )
    text_state = models.CharField(
        _("confirmation of the text"),
        max_length=16,
        choices=TextState.choices,
        default=TextState.NOT_SENT,
    )
    text_confirmed_at = models.DateTimeField(_("text confirmed at"), null=True, blank=True)
    text_confirmed_by = models.CharField(_("text confirmed by"), max_length=120, blank=True)
    confirmed_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_confirmed_at = models.DateTimeField(_("last confirmed at"), null=True, blank=True)
    review_due_at = models.DateTimeField(_("to be reviewed from"), null=True, blank=True)
    completeness = models.PositiveSmallIntegerField(_("completeness"), default=0)

    class Meta:
        verbose_name = _("record of a practice")
        verbose_name_plural = _("records of practices")
        indexes = [models.Index(fields=["review_due_at"], name="practice_review_due")]

    def __str__(self) -> str:
        return str(self.translation_key)


class ExternalId(models.Model):
    """What a practice is called elsewhere: in an earlier collection, on a partner's site."""

    record = models.ForeignKey(
        PracticeRecord, on_delete=models.CASCADE, related_name="external_ids"
    )
    scheme = models.SlugField(
        _("list"), max_length=40, help_text=_("Whose identifier it is, such as: schede-2019.")
    )
    value = models.CharField(_("identifier"), max_length=200)

    class Meta:
        ordering = ["scheme", "value"]
        verbose_name = _("external identifier")
        verbose_name_plural = _("external identifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"], name="external_id_is_unique_in_its_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """Questions about inquiries."""

    def open(self) -> InquiryQuerySet:
        """Those that wait for an answer."""
        return self.filter(answered_at__isnull=True, closed_at__isnull=True)

    def unhandled(self) -> InquiryQuerySet:
        """Those that were answered with something staff have to act upon."""
        return self.filter(answer__in=TO_ACT_UPON, handled_at__isnull=True)


class Inquiry(models.Model):
    """A question to a cooperative about a practice, sent by mail and answered on a page."""

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="inquiries")
    kind = models.CharField(_("question"), max_length=12, choices=InquiryKind.choices)
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed without an answer at"), null=True, blank=True)
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dealt with by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("question to a cooperative")
        verbose_name_plural = _("questions to cooperatives")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "kind"],
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
                name="one_open_inquiry_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answered_at is None and self.closed_at is None

    @property
    def needs_handling(self) -> bool:
        """Whether the answer is something staff have still to act upon."""
        return self.handled_at is None and self.answer in TO_ACT_UPON

    @property
    def over_at(self) -> datetime | None:
        """When it was answered or given up."""
        return self.answered_at or self.closed_at
