"""When digests leave: what staff agree on once for readers who want few mails."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsletter.models.subscriber import Frequency

WEEKDAYS = [
    (0, pgettext_lazy("weekday", "Monday")),
    (1, pgettext_lazy("weekday", "Tuesday")),
    (2, pgettext_lazy("weekday", "Wednesday")),
    (3, pgettext_lazy("weekday", "Thursday")),
    (4, pgettext_lazy("weekday", "Friday")),
    (5, pgettext_lazy("weekday", "Saturday")),
    (6, pgettext_lazy("weekday", "Sunday")),
]


class DigestPlan(models.Model):
    """The weekly or the monthly digest: whether there is one, and when it is made."""

    frequency = models.CharField(
        _("frequency"),
        max_length=8,
        unique=True,
        choices=[(Frequency.WEEKLY, _("Every week")), (Frequency.MONTHLY, _("Every month"))],
    )
    is_on = models.BooleanField(
        pgettext_lazy("digest", "switched on"),
        default=False,
        help_text=_(
            "Readers of this frequency then get the digest instead of single issues; an issue "
            "that was published in the meantime is in it."
        ),
    )
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), choices=WEEKDAYS, default=0, help_text=_("For the weekly digest.")
    )
    month_day = models.PositiveSmallIntegerField(
        _("day of the month"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text=_("For the monthly digest, from 1 to 28."),
    )
    hour = models.TimeField(_("time"), default=dt.time(9), help_text=_("Italian time."))
    is_automatic = models.BooleanField(
        _("leaves by itself"),
        default=True,
        help_text=_("Otherwise it waits at the desk until somebody has looked at it."),
    )
    # No digest is made for a day before this one.
    on_since = models.DateTimeField(null=True, blank=True, editable=False)
    # Why the last one could not be made: a code, "" once one could.
    trouble = models.CharField(_("trouble"), max_length=20, blank=True, editable=False)
    trouble_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_day = models.DateField(_("made last for"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-frequency"]
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self) -> str:
        return str(self.get_frequency_display())

    def clean(self) -> None:
        """Refuse an hour that a night of the year leaves out."""
        super().clean()
        if dt.time(2) <= self.hour < dt.time(3):
            raise ValidationError(
                {"hour": _("Between two and three clocks are changed: choose another time.")}
            )

    def save(self, *args: object, **kwargs: object) -> None:
        """Remember since when it has been on."""
        if self.is_on and self.on_since is None:
            self.on_since = timezone.now()
        elif not self.is_on:
            self.on_since = None
        super().save(*args, **kwargs)  # type: ignore[arg-type]
