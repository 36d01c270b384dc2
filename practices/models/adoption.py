"""The re-use ledger: who has taken a practice up, and what they changed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practices.models.cooperative import Cooperative
from practices.models.practice import PracticePage
from practices.models.practice_choices import AdoptionStatus


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
        """The name readers see."""
        return self.cooperative.name if self.cooperative else self.adopter_name

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
