"""How a record stands: shown or not, alive or not, looked after, and when it was confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.models.cooperative_queries import LIVING, STILL_TRUE_FOR
from practices.models.directory_choices import ClaimStatus, Lifecycle, RecordOrigin


def year_field(oldest: int, verbose_name: Any) -> models.PositiveSmallIntegerField[Any, Any]:
    """A year in four digits, that may be unknown."""
    return models.PositiveSmallIntegerField(
        verbose_name,
        null=True,
        blank=True,
        validators=[MinValueValidator(oldest), MaxValueValidator(2100)],
    )


class Standing(models.Model):
    """What the directory keeps of a record, besides what the record says of its cooperative."""

    is_listed = models.BooleanField(
        _("in the public directory"),
        default=False,
        help_text=_("Shown to everybody, with its own page."),
    )
    lifecycle = models.CharField(
        _("state"), max_length=12, choices=Lifecycle.choices, default=Lifecycle.ACTIVE
    )
    lifecycle_year = year_field(1900, _("since the year"))
    claim_status = models.CharField(
        _("looked after by the cooperative"),
        max_length=12,
        choices=ClaimStatus.choices,
        default=ClaimStatus.UNCLAIMED,
        editable=False,
    )
    origin = models.CharField(
        _("origin"),
        max_length=12,
        choices=RecordOrigin.choices,
        default=RecordOrigin.STAFF,
        editable=False,
    )
    external_id = models.CharField(
        _("number in another list"),
        max_length=80,
        blank=True,
        db_index=True,
        help_text=_("Its number or address where the record came from."),
    )
    internal_note = models.TextField(
        _("note for colleagues"), blank=True, help_text=_("Never shown outside this page.")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    last_confirmed_at = models.DateTimeField(
        _("last confirmed"), null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def is_living(self) -> bool:
        """Whether it still exists as a cooperative."""
        return self.lifecycle in LIVING

    @property
    def has_profile(self) -> bool:
        """Whether its public address answers; see `CooperativeQuerySet.with_profile`."""
        return self.is_listed and self.lifecycle != Lifecycle.MERGED

    @property
    def review_due_at(self) -> datetime:
        """When somebody should say that all this is still true."""
        return (self.last_confirmed_at or self.created_at) + STILL_TRUE_FOR
