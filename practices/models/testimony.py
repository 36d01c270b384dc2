"""What people of a practice say about it, in their own words and with their consent."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from practices.models.practice import PracticePage


class Consent(models.TextChoices):
    """Whether somebody agrees to be quoted."""

    NOT_YET = "not-yet", pgettext_lazy("consent", "Not given yet")
    GIVEN = "given", pgettext_lazy("consent", "Given")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")


class TestimonyQuerySet(models.QuerySet["Testimony"]):
    """Questions about testimonies."""

    def consented(self) -> TestimonyQuerySet:
        """Those that may be shown: only these are public."""
        return self.filter(consent=Consent.GIVEN, consent_date__isnull=False)

    def of(self, practice: PracticePage) -> TestimonyQuerySet:
        """Those of a practice, in whatever language."""
        return self.filter(practice__translation_key=practice.translation_key)


class Testimony(models.Model):
    """A person's words about a practice.

    No part of the page: a consent that is withdrawn counts at once, in all languages, and no older
    draft brings the words back.
    """

    practice = models.ForeignKey(
        PracticePage,
        verbose_name=_("practice"),
        on_delete=models.CASCADE,
        related_name="testimonies",
    )
    text = models.TextField(
        _("their words"), max_length=500, help_text=_("As they were said, two or three sentences.")
    )
    text_en = models.TextField(_("their words in English"), max_length=500, blank=True)
    name = models.CharField(
        _("name"),
        max_length=80,
        help_text=_("As readers see it: a name, a first name, or another one."),
    )
    is_pseudonym = models.BooleanField(
        _("not their real name"), default=False, help_text=_("Readers are told so.")
    )
    role = models.CharField(
        _("who they are"), max_length=120, help_text=_("Such as: takes part since 2022.")
    )
    role_en = models.CharField(_("who they are, in English"), max_length=120, blank=True)
    consent = models.CharField(
        _("consent"),
        max_length=12,
        choices=Consent.choices,
        default=Consent.NOT_YET,
        help_text=_("Without it nobody sees these words."),
    )
    consent_date = models.DateField(_("given on"), null=True, blank=True)
    consent_note = models.CharField(
        _("how it was given"),
        max_length=250,
        blank=True,
        help_text=_("Such as: form signed, kept in the office. Never shown."),
    )

    objects = TestimonyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent="given") | Q(consent_date__isnull=False),
                name="consent_to_quote_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"

    def clean(self) -> None:
        """Raise ValidationError for a consent without its day, or from a day to come."""
        super().clean()
        wrong: dict[str, Any] = {}
        if self.consent == Consent.GIVEN and self.consent_date is None:
            wrong["consent_date"] = _("Write on which day they agreed.")
        if self.consent_date and self.consent_date > timezone.localdate():
            wrong["consent_date"] = _("This day has not come yet.")
        if wrong:
            raise ValidationError(wrong)

    def said_in(self, language: str) -> tuple[str, str]:
        """The words for readers of a language, with the language they are in."""
        if language == "en" and self.text_en:
            return self.text_en, "en"
        return self.text, "it"

    def role_in(self, language: str) -> str:
        """Who they are, for readers of a language."""
        return self.role_en if language == "en" and self.role_en else self.role
