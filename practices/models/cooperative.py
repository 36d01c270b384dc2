"""The directory of cooperatives."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.search import index

from core.fields import ChoiceListField, labels_of
from core.forms import RegionalForm
from core.models import Organisation, Territory
from core.tax_codes import compact
from practices.models import cooperative_rules
from practices.models.choices import CooperativeType
from practices.models.cooperative_queries import CooperativeQuerySet
from practices.models.directory_choices import (
    DisadvantageGroup,
    MembersBand,
    Sector,
    TurnoverBand,
    WorkersBand,
)
from practices.models.places import Place
from practices.models.standing import Standing, year_field

WITH_GROUPS = (CooperativeType.SOCIAL_B, CooperativeType.SOCIAL_AB)


class Cooperative(index.Indexed, Standing, Place, ClusterableModel):
    """A cooperative of the network. Proper names are not translated.

    It may be kept with little known about it; what the public directory asks for is asked when
    `is_listed` is set (see `missing_for_listing`). Where it is stands in `Place`, how the record
    stands in `Standing`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        _("legal name"), max_length=200, help_text=_("As it stands in the business register.")
    )
    short_name = models.CharField(
        _("short name"), max_length=60, blank=True, help_text=_("What people call it.")
    )
    slug = models.SlugField(
        _("address part"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Made from the name when it is left empty. Later it stays as it is."),
    )
    tax_code = models.CharField(
        _("tax code"),
        max_length=11,
        blank=True,
        help_text=_("Codice fiscale: eleven digits. No two cooperatives have the same."),
    )
    vat_number = models.CharField(
        _("VAT number"),
        max_length=11,
        blank=True,
        help_text=_("Partita IVA: eleven digits, often the same as the tax code."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CooperativeType.choices)
    sectors = ChoiceListField(
        _("sectors"),
        of=Sector,
        help_text=_("Activities of general interest: legislative decree 112/2017, article 2."),
    )
    disadvantage_groups = ChoiceListField(
        _("work integration of"),
        of=DisadvantageGroup,
        help_text=_("For type B: the groups of law 381/1991, article 4, that its work is for."),
    )
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("Two sentences that say what the cooperative does, and for whom."),
    )
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)
    areas_served = ParentalManyToManyField(
        Territory, verbose_name=_("areas served"), blank=True, related_name="+"
    )
    founded_year = year_field(1850, _("founded in"))
    members_band = models.CharField(
        pgettext_lazy("cooperative", "members"),
        max_length=8,
        choices=MembersBand.choices,
        blank=True,
    )
    members_year = year_field(1990, _("in the year"))
    workers_band = models.CharField(
        _("workers"), max_length=8, choices=WorkersBand.choices, blank=True
    )
    workers_year = year_field(1990, _("in the year"))
    turnover_band = models.CharField(
        _("turnover"), max_length=10, choices=TurnoverBand.choices, blank=True
    )
    turnover_year = year_field(1990, _("in the year"))
    regional_association = models.ForeignKey(
        Organisation,
        verbose_name=_("regional association"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cooperatives",
    )
    member_of = ParentalManyToManyField(
        "self",
        verbose_name=_("member of"),
        blank=True,
        symmetrical=False,
        related_name="members",
        help_text=_("The consortia it belongs to."),
    )
    website = models.URLField(_("website"), blank=True)
    public_email = models.EmailField(
        _("public e-mail"),
        blank=True,
        help_text=_("An address of the office (info@…, segreteria@…), not of a person."),
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    social = models.TextField(
        _("social media"), blank=True, help_text=_("Addresses of its pages, one per line.")
    )
    takes_messages = models.BooleanField(
        _("takes messages from visitors"),
        default=True,
        help_text=_(
            "Visitors find a form that passes their message on to the first contact, whose "
            "address stays hidden. Only once the cooperative looks after its record."
        ),
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="absorbed",
    )

    objects = CooperativeQuerySet.as_manager()

    base_form_class = RegionalForm
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("short_name"),
        index.SearchField("municipality"),
        index.FilterField("is_listed"),
        index.FilterField("kind"),
        index.FilterField("lifecycle"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("cooperative")
        verbose_name_plural = _("cooperatives")
        permissions = [("export_cooperative", _("Can export the directory of cooperatives"))]
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"], condition=~Q(tax_code=""), name="one_cooperative_per_tax_code"
            ),
            models.UniqueConstraint(
                fields=["vat_number"],
                condition=~Q(vat_number=""),
                name="one_cooperative_per_vat_number",
            ),
            models.CheckConstraint(
                condition=Q(lifecycle="merged", merged_into__isnull=False)
                | Q(~Q(lifecycle="merged"), merged_into__isnull=True),
                name="merged_cooperatives_say_into_which",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What people call it."""
        return self.short_name or self.name

    @property
    def current(self) -> Cooperative:
        """The record that stands for this one now: itself, or what it was merged into."""
        found, seen = self, {self.pk}
        while found.merged_into is not None and found.merged_into.pk not in seen:
            found = found.merged_into
            seen.add(found.pk)
        return found

    @property
    def social_list(self) -> list[str]:
        """The addresses of its pages elsewhere."""
        return [line.strip() for line in self.social.splitlines() if line.strip()]

    @property
    def sector_labels(self) -> list[str]:
        """Its sectors in the current language."""
        return labels_of(self.sectors, Sector)

    @property
    def group_labels(self) -> list[str]:
        """Whom its work integration is for, in the current language."""
        return labels_of(self.disadvantage_groups, DisadvantageGroup)

    def summary_in(self, language: str) -> str:
        """The summary in a language, or in the one there is."""
        return self.summary_en or self.summary if language == "en" else self.summary

    def missing_for_listing(self, answers: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Say what keeps the record out of the public directory: a message for each field.

        `answers` are a form's values that have not reached the record yet.
        """

        def value(name: str) -> Any:
            return answers[name] if answers and name in answers else getattr(self, name)

        missing: dict[str, str] = {}
        if not (value("tax_code") or value("vat_number")):
            missing["tax_code"] = gettext(
                "Write the tax code or the VAT number: without one of them the cooperative cannot "
                "be told apart from others of the same name."
            )
        if not value("sectors"):
            missing["sectors"] = gettext("Choose at least one sector.")
        if value("kind") in WITH_GROUPS and not value("disadvantage_groups"):
            missing["disadvantage_groups"] = gettext(
                "A type B cooperative says whom its work integration is for: choose at least one."
            )
        return missing

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Bring what people paste into its bare form before it is measured."""
        self.tax_code = compact(self.tax_code)
        self.vat_number = compact(self.vat_number)
        self.summary = " ".join(self.summary.split())
        self.summary_en = " ".join(self.summary_en.split())
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Check numbers, sizes, pages elsewhere and the state, all at once."""
        errors = cooperative_rules.broken(self)
        try:
            super().clean()
        except ValidationError as error:
            errors |= error.message_dict
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the record, under an address of its own."""
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        wanted = slugify(self.short_name or self.name)[:70].strip("-") or "cooperativa"
        if not Cooperative.objects.filter(slug=wanted).exclude(pk=self.pk).exists():
            return wanted
        return f"{wanted}-{self.uid.hex[:8]}"
