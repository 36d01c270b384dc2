"""Organisations that promote, fund or take part: those staff write down, and the cooperatives."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from core.directory_addresses import profile_url


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    ASSOCIATION = "association", _("Association")
    PUBLIC_BODY = "public-body", _("Public body")
    UNIVERSITY = "university", _("University")
    FOUNDATION = "foundation", _("Foundation")
    ENTERPRISE = "enterprise", _("Enterprise")
    MEDIA = "media", _("Media")
    NETWORK = "network", _("Network")
    COOPERATIVE = "cooperative", _("Cooperative of the directory")
    OTHER = "other", _("Other")


class OrganisationForm(WagtailAdminModelForm):
    """Offers staff every kind but that of cooperatives, which come from the directory."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            field: Any = self.fields["kind"]
            kept = OrganisationKind.COOPERATIVE
            field.choices = [one for one in field.choices if one[0] != kept]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def current(self) -> OrganisationQuerySet:
        """Those that stand for themselves: what pages are to name from now on."""
        return self.filter(merged_into__isnull=True)


class Organisation(index.Indexed, models.Model):
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
    panels = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("website")]
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
            )
        ]

    def __str__(self) -> str:
        return self.name

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
