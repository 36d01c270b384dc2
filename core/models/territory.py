"""Territories: Italy, its regions and its provinces, with the time in which they exist."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class TerritoryLevel(models.TextChoices):
    """How large a territory is."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    PROVINCE = "province", _("Province")


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """Questions about territories."""

    def valid_on(self, day: date) -> TerritoryQuerySet:
        """Territories that exist on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def within(self, codes: Iterable[str]) -> TerritoryQuerySet:
        """The territories with these codes and everything that lies in them, former parts too."""
        wanted = list(codes)
        return self.filter(
            Q(code__in=wanted) | Q(parent__code__in=wanted) | Q(parent__parent__code__in=wanted)
        )


class Territory(index.Indexed, models.Model):
    """A place practices and events belong to. Loaded from `core/data/territories.csv`."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    level = models.CharField(_("level"), max_length=8, choices=TerritoryLevel.choices)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    istat = models.CharField(_("ISTAT code"), max_length=6, blank=True)
    uts = models.CharField(
        _("code of the supra-municipal unit"),
        max_length=3,
        blank=True,
        help_text=_("ISTAT’s code of provinces and metropolitan cities (2xx and 3xx for these)."),
    )
    nuts = models.CharField(_("NUTS code"), max_length=16, blank=True)
    iso = models.CharField(_("ISO 3166-2 code"), max_length=8, blank=True)
    plate = models.CharField(_("number plate"), max_length=2, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    replaced_by = models.ManyToManyField(
        "self",
        verbose_name=_("replaced by"),
        blank=True,
        symmetrical=False,
        related_name="replaces",
    )

    objects = TerritoryQuerySet.as_manager()

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["level", "name"]
        verbose_name = _("territory")
        verbose_name_plural = _("territories")

    def __str__(self) -> str:
        if self.level == TerritoryLevel.PROVINCE:
            place = f"{self.name} ({self.plate})" if self.plate else self.name
            if self.valid_to:
                return _("%(place)s, until %(year)s") % {
                    "place": place,
                    "year": self.valid_to.year,
                }
            return place
        return self.name

    def exists_on(self, day: date) -> bool:
        """Whether the territory exists on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or self.valid_to >= day
        )

    def label(self, language: str) -> str:
        """The customary name in `language`."""
        return self.name_en if language == "en" and self.name_en else self.name

    def address_part(self, language: str) -> str:
        """How the territory is called in addresses: its code, and its name for people."""
        return f"{self.code.lower()}-{slugify(self.label(language))}"

    def with_larger(self) -> list[Territory]:
        """The territory and those it is part of, the smallest first."""
        chain: list[Territory] = [self]
        while (parent := chain[-1].parent) is not None:
            chain.append(parent)
        return chain
