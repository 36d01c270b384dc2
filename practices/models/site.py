"""Where a practice takes place."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from practices.models.places import SITE_PANELS, Place
from practices.models.practice import PracticePage


class PracticeSite(Orderable, Place):
    """One of the places of a practice; of a shelter readers learn the municipality only."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(
        _("what is there"), max_length=120, blank=True, help_text=_("Such as “Day centre”.")
    )

    panels = SITE_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("place of a practice")
        verbose_name_plural = _("places of a practice")

    def __str__(self) -> str:
        return self.name or self.municipality
