"""Where a cooperative is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from core.models import Territory
from practices.models.directory_choices import Precision

# How a place that has a name is laid out in the editor, wherever it is one of several.
SITE_PANELS = [
    FieldPanel("name"),
    FieldRowPanel([FieldPanel("address"), FieldPanel("postal_code")]),
    FieldRowPanel([FieldPanel("municipality"), FieldPanel("municipality_istat")]),
    FieldPanel("territory"),
    FieldPanel("is_municipality_only"),
    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("precision")]),
]


class Place(models.Model):
    """An address in a municipality, with a point on the map.

    Of a home or a shelter only the municipality may be known: with `is_municipality_only` street
    and point are for colleagues alone.
    """

    address = models.CharField(
        _("street and number"),
        max_length=160,
        blank=True,
    )
    postal_code = models.CharField(
        _("postal code"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("Five digits."))],
    )
    municipality = models.CharField(_("municipality"), max_length=80)
    municipality_istat = models.CharField(
        _("ISTAT code of the municipality"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", _("Six digits, with the zeros in front."))],
    )
    territory = models.ForeignKey(
        Territory, verbose_name=_("province"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(35), MaxValueValidator(48)],
        help_text=_("In degrees, such as 44.894722."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(6), MaxValueValidator(19)],
        help_text=_("In degrees, such as 11.882778."),
    )
    precision = models.CharField(
        _("precision of the point"),
        max_length=12,
        choices=Precision.choices,
        default=Precision.MUNICIPALITY,
    )
    is_municipality_only = models.BooleanField(
        _("show only the municipality"),
        default=False,
        help_text=_(
            "For homes, shelters and wherever people must not be found: street and point are "
            "never shown."
        ),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A point has two coordinates."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("A point needs both latitude and longitude.")})

    def public_place(self) -> dict[str, Any]:
        """What may be told of the place: no street and no point where people must not be found."""
        is_open = not self.is_municipality_only
        return {
            "address": self.address if is_open else "",
            "postal_code": self.postal_code if is_open else "",
            "municipality": self.municipality,
            "point": self._point() if is_open else None,
        }

    def _point(self) -> dict[str, Any] | None:
        if self.latitude is None or self.longitude is None:
            return None
        return {
            "latitude": float(self.latitude),
            "longitude": float(self.longitude),
            "precision": self.precision,
        }
