"""Who else takes part in a practice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from core.models import Organisation
from practices.models import practice_panels, requirements
from practices.models.cooperative import Cooperative
from practices.models.practice import PracticePage
from practices.models.practice_choices import PartnerRole


class PracticePartner(Orderable):
    """Somebody else who takes part: a cooperative, an organisation, or just a name."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="partners")
    cooperative = models.ForeignKey(
        Cooperative,
        verbose_name=_("cooperative"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("Only for those who are in neither list."),
    )
    role = models.CharField(
        _("role"), max_length=12, choices=PartnerRole.choices, default=PartnerRole.PARTNER
    )

    panels = practice_panels.PARTNER

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.shown_name

    @property
    def known(self) -> Cooperative | Organisation | None:
        """Who it is now: what was merged into another goes on as that one."""
        named = self.cooperative or self.organisation
        return named.current if named else None

    @property
    def shown_name(self) -> str:
        """The name readers see."""
        return self.known.name if self.known else self.name

    @property
    def website(self) -> str:
        """Where readers find more, empty if nowhere."""
        return self.known.website if self.known else ""

    @property
    def directory_code(self) -> str:
        """The code of its page in the directory, empty if it has none."""
        known = self.known
        if isinstance(known, Cooperative):
            return known.slug if known.has_profile else ""
        return known.directory_code if known else ""

    def clean(self) -> None:
        """Raise ValidationError unless exactly one of the three says who it is."""
        super().clean()
        requirements.check_partner(self)
