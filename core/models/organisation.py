"""Organisations that promote, fund or take part, and are not cooperatives of the network."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    ASSOCIATION = "association", _("Association")
    PUBLIC_BODY = "public-body", _("Public body")
    UNIVERSITY = "university", _("University")
    FOUNDATION = "foundation", _("Foundation")
    ENTERPRISE = "enterprise", _("Enterprise")
    MEDIA = "media", _("Media")
    NETWORK = "network", _("Network")
    OTHER = "other", _("Other")


class Organisation(index.Indexed, models.Model):
    """A partner, promoter or funder. Proper names are not translated."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=OrganisationKind.choices,
        default=OrganisationKind.ASSOCIATION,
    )
    website = models.URLField(_("website"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("kind"), FieldPanel("website")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name
