"""Organisations that promote, fund or take part: those staff write down, and the cooperatives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Orderable
from wagtail.search import index

from core.directory_addresses import profile_url
from core.models import organisation_panels
from core.models.territory import Territory
from core.subjects import offer
from core.tax_codes import check_tax_code


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    ASSOCIATION = "association", _("Association")
    PUBLIC_BODY = "public-body", _("Public body")
    UNIVERSITY = "university", _("University")
    FOUNDATION = "foundation", _("Foundation")
    ENTERPRISE = "enterprise", _("Enterprise")
    MEDIA = "media", _("Media")
    NETWORK = "network", _("Network")
    EU_PROGRAMME = "eu-programme", _("Programme of the European Union")
    COOPERATIVE = "cooperative", _("Cooperative of the directory")
    OTHER = "other", _("Other")


class OrganisationLevel(models.TextChoices):
    """How far an organisation reaches."""

    LOCAL = "local", pgettext_lazy("organisation", "Local")
    REGIONAL = "regional", pgettext_lazy("organisation", "Regional")
    NATIONAL = "national", pgettext_lazy("organisation", "National")
    INTERNATIONAL = "international", pgettext_lazy("organisation", "European or international")


class RoleKind(models.TextChoices):
    """What an organisation is for the network."""

    PARTNER = "partner", pgettext_lazy("organisation", "Partner")
    PROMOTER = "promoter", pgettext_lazy("organisation", "Promoter")
    FUNDER = "funder", pgettext_lazy("organisation", "Funder")
    SUPPORTER = "supporter", pgettext_lazy("organisation", "Lends its name")


class OrganisationForm(WagtailAdminModelForm):
    """Offers staff every kind but that of cooperatives, which come from the directory."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, topics="", places="areas")
        if "kind" in self.fields:
            field: Any = self.fields["kind"]
            kept = OrganisationKind.COOPERATIVE
            field.choices = [one for one in field.choices if one[0] != kept]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def current(self) -> OrganisationQuerySet:
        """Those that stand for themselves: what pages are to name from now on."""
        return self.filter(merged_into__isnull=True)

    def offered(self, chosen: Iterable[Organisation]) -> OrganisationQuerySet:
        """Those a form offers: what stands for itself, and what was chosen before a merger."""
        kept = [one.pk for one in chosen]
        return self.filter(Q(merged_into__isnull=True) | Q(pk__in=kept))


class Organisation(index.Indexed, ClusterableModel):
    """A partner, promoter or funder. Proper names are not translated.

    Cooperatives are kept in the directory, by a room that this one does not know. So that every
    page can name them as it names others, the directory keeps a row here in step for each
    cooperative it has listed: those of the kind `COOPERATIVE`, which nobody edits by hand.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=OrganisationKind.choices,
        default=OrganisationKind.ASSOCIATION,
    )
    website = models.URLField(_("website"), blank=True)
    level = models.CharField(
        pgettext_lazy("organisation", "level"),
        max_length=16,
        choices=OrganisationLevel.choices,
        blank=True,
    )
    tax_code = models.CharField(
        _("tax code"),
        max_length=16,
        blank=True,
        help_text=_("Eleven digits. By it, two records of one organisation are told."),
    )
    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What it is, in one or two sentences. Public."),
    )
    description_en = models.TextField(_("description in English"), max_length=300, blank=True)
    logo = models.ForeignKey(
        "core.HubImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    logo_alt = models.CharField(
        _("what the logo shows"),
        max_length=250,
        blank=True,
        help_text=_("Usually the words on it. If left empty, the picture's own description."),
    )
    areas = models.ManyToManyField(
        Territory, verbose_name=_("territories"), blank=True, related_name="+"
    )
    contacts = models.TextField(
        _("contacts"),
        max_length=1000,
        blank=True,
        help_text=_("Who answers there, for colleagues. Never shown outside the admin."),
    )
    # The lasting code of a cooperative whose page in the directory is public; "" for all others.
    directory_code = models.SlugField(
        _("code in the directory"), max_length=80, blank=True, editable=False
    )
    # Pages that name a cooperative whose record was merged are left as they are: what they say
    # is read through this. Taking the merger back touches no page either.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = OrganisationQuerySet.as_manager()

    base_form_class = OrganisationForm
    panels = organisation_panels.PANELS
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["directory_code"],
                condition=~Q(directory_code=""),
                name="one_organisation_per_directory_code",
            ),
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=~Q(tax_code="") & Q(merged_into__isnull=True),
                name="one_organisation_per_tax_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a wrong tax code, one that another has, and a logo that nothing is said of."""
        super().clean()
        wrong: dict[str, Any] = {}
        if self.tax_code:
            try:
                self.tax_code = check_tax_code(self.tax_code)
            except ValidationError as error:
                wrong["tax_code"] = error
            same = Organisation.objects.current().filter(tax_code=self.tax_code)
            if (other := same.exclude(pk=self.pk).first()) is not None:
                text = _("“%(name)s” has this tax code already.")
                wrong["tax_code"] = text % {"name": other.name}
        if self.logo and not self.logo_alt:
            self.logo_alt = self.logo.description[:250]
        if self.logo and not self.logo_alt.strip():
            wrong["logo_alt"] = _("Say what the logo shows: without it it cannot be shown.")
        if wrong:
            raise ValidationError(wrong)

    def described_in(self, language: str) -> str:
        """What it is, in a language; in Italian where nothing was written in it."""
        return (self.description_en if language == "en" else "") or self.description

    @property
    def current(self) -> Organisation:
        """The row that stands for this one now: itself, or what it was merged into."""
        return self.merged_into or self

    @property
    def is_cooperative(self) -> bool:
        """Whether the directory keeps this row in step with one of its records."""
        return self.kind == OrganisationKind.COOPERATIVE

    @property
    def profile_url(self) -> str:
        """The address of its page in the directory, in the current language; "" without one."""
        language = get_language() or settings.LANGUAGE_CODE
        return profile_url(self.directory_code, language) if self.directory_code else ""


class OrganisationRole(Orderable):
    """What an organisation is for the network, and since when; a role that ended stays."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=12, choices=RoleKind.choices)
    since_date = models.DateField(_("since"), null=True, blank=True)
    until_date = models.DateField(_("until"), null=True, blank=True)

    panels = organisation_panels.ROLE

    class Meta(Orderable.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.get_role_display()

    def clean(self) -> None:
        """Refuse a role that ends before it begins."""
        super().clean()
        if self.since_date and self.until_date and self.until_date < self.since_date:
            raise ValidationError({"until_date": _("The role cannot end before it begins.")})
