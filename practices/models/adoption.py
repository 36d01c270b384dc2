"""The re-use ledger: who has taken a practice up, and what they changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.cooperative import Cooperative
from practices.models.practice import PracticePage
from practices.models.practice_choices import AdoptionStatus, Side

SILENT_AFTER = timedelta(days=14)
"""How long after the reminder a side that has not answered is said to be silent."""
CONFIRMED_AT = {
    Side.ORIGIN.value: "origin_confirmed_at",
    Side.ADOPTER.value: "adopter_confirmed_at",
}
"""Where it is kept when a side has said that it is so."""


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Questions about re-uses."""

    def confirmed(self) -> AdoptionQuerySet:
        """Those that both sides have confirmed: only these are public."""
        return self.filter(
            origin_confirmed_at__isnull=False,
            adopter_confirmed_at__isnull=False,
            declined_at__isnull=True,
        )

    def waiting(self) -> AdoptionQuerySet:
        """Those that at least one side has still to confirm."""
        return self.filter(
            Q(origin_confirmed_at__isnull=True) | Q(adopter_confirmed_at__isnull=True),
            declined_at__isnull=True,
        )

    def refused(self) -> AdoptionQuerySet:
        """Those of which one side has said that it is not so."""
        return self.filter(declined_at__isnull=False)

    def stuck(self, at: datetime | None = None) -> AdoptionQuerySet:
        """Those that wait for a side who has never been reached, or keeps silent when reminded."""
        since = (at or timezone.now()) - SILENT_AFTER
        hoped_for = AdoptionInquiry.objects.open().filter(
            Q(reminded_at__isnull=True) | Q(reminded_at__gt=since), adoption=OuterRef("pk")
        )
        silent = Q()
        for side, column in CONFIRMED_AT.items():
            silent |= Q(~Exists(hoped_for.filter(side=side)), **{f"{column}__isnull": True})
        return self.waiting().filter(silent)

    def of(self, practice: PracticePage) -> AdoptionQuerySet:
        """Those of a practice, in whatever language."""
        return self.filter(practice__translation_key=practice.translation_key)


class Adoption(models.Model):
    """A re-use of a practice elsewhere. Public once both sides have said that it is so."""

    practice = models.ForeignKey(
        PracticePage,
        verbose_name=_("practice"),
        on_delete=models.CASCADE,
        related_name="adoptions",
    )
    cooperative = models.ForeignKey(
        Cooperative,
        verbose_name=_("cooperative that took it up"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adoptions",
    )
    adopter_name = models.CharField(
        _("or who took it up"),
        max_length=200,
        blank=True,
        help_text=_("For those who are not in the directory: a municipality, an association …"),
    )
    adopter_email = models.EmailField(
        _("e-mail of who took it up"),
        blank=True,
        help_text=_("Never shown: the link to confirm is sent there."),
    )
    place = models.CharField(_("place"), max_length=120)
    adopted_date = models.DateField(_("since"), help_text=_("Readers see the month and the year."))
    what_changed = models.TextField(
        _("what was changed"),
        max_length=800,
        blank=True,
        help_text=_("What they do differently from the practice they started from, and why."),
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=AdoptionStatus.choices,
        default=AdoptionStatus.RUNNING,
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    origin_confirmed_at = models.DateTimeField(
        _("confirmed by the practice’s cooperative at"), null=True, blank=True
    )
    adopter_confirmed_at = models.DateTimeField(
        _("confirmed by who took it up at"), null=True, blank=True
    )
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    declined_reason = models.TextField(_("why it was declined"), max_length=800, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["-adopted_date", "-id"]
        verbose_name = _("re-use")
        verbose_name_plural = _("re-uses")

    def __str__(self) -> str:
        return f"{self.shown_name}, {self.place}"

    @property
    def shown_name(self) -> str:
        """The name readers see: of what was merged, that of the one that goes on."""
        return self.cooperative.current.name if self.cooperative else self.adopter_name

    @property
    def directory_code(self) -> str:
        """The code of the adopter's page in the directory, empty if it has none."""
        known = self.cooperative.current if self.cooperative else None
        return known.slug if known and known.has_profile else ""

    @property
    def is_confirmed(self) -> bool:
        """Whether both sides have said that it is so."""
        return bool(self.origin_confirmed_at and self.adopter_confirmed_at and not self.declined_at)

    def clean(self) -> None:
        """Raise ValidationError unless exactly one of the two says who took it up."""
        super().clean()
        if bool(self.cooperative_id) == bool(self.adopter_name.strip()):
            raise ValidationError(
                {"adopter_name": _("Choose a cooperative or write a name: one of the two.")}
            )


class AdoptionInquiryQuerySet(models.QuerySet["AdoptionInquiry"]):
    """Questions about what the sides were asked."""

    def open(self) -> AdoptionInquiryQuerySet:
        """Those that wait for an answer."""
        return self.filter(answered_at__isnull=True, closed_at__isnull=True)


class AdoptionInquiry(models.Model):
    """A question to one side of a re-use, sent by mail and answered on a page.

    Of the address it went to a keyed hash is kept: enough to see that it has been corrected.
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="inquiries")
    side = models.CharField(_("side"), max_length=8, choices=Side.choices)
    address_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = AdoptionInquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("question about a re-use")
        verbose_name_plural = _("questions about re-uses")
        constraints = [
            models.UniqueConstraint(
                fields=["adoption", "side"],
                condition=Q(answered_at__isnull=True, closed_at__isnull=True),
                name="one_open_question_to_a_side",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.asked_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answered_at is None and self.closed_at is None
