"""When an event takes place, and whether it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from events.models.choices import EventStatus

# Of an event that began longer ago the end may be known to nobody.
STILL_KNOWN_WITHIN = timedelta(days=7)


class EventTimes(models.Model):
    """Beginning, end, and what has become of them."""

    starts_at = models.DateTimeField(
        _("starts"), default=timezone.now, help_text=_("Italian time.")
    )
    ends_at = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_(
            "Italian time. Needed to publish an event to come; not for one that lasts all day."
        ),
    )
    doors_at = models.DateTimeField(
        _("doors open"), null=True, blank=True, help_text=_("Only where it is earlier.")
    )
    is_all_day = models.BooleanField(
        _("all day"), default=False, help_text=_("Only the days are shown, not the hours.")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=EventStatus.choices, default=EventStatus.SCHEDULED
    )
    previous_starts_at = models.DateTimeField(
        _("was to start"),
        null=True,
        blank=True,
        help_text=_("For an event that was moved: filled in by itself when its date changes."),
    )

    time_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("doors_at"), FieldPanel("is_all_day")]),
                FieldRowPanel([FieldPanel("status"), FieldPanel("previous_starts_at")]),
            ],
            heading=_("When"),
        ),
    ]

    class Meta:
        abstract = True

    def wrong_times(self) -> dict[str, Any]:
        """Hours that contradict each other, by field."""
        wrong: dict[str, Any] = {}
        if self.ends_at and self.ends_at < self.starts_at:
            wrong["ends_at"] = _("The event cannot end before it starts.")
        if self.doors_at and self.doors_at > self.starts_at:
            wrong["doors_at"] = _("The doors cannot open after the event has started.")
        return wrong

    def missing_for_times(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """The end, where it is to be asked for; of an event that is past, nobody may know it."""
        starts_at = answers.get("starts_at", self.starts_at)
        if answers.get("is_all_day", self.is_all_day) or answers.get("ends_at", self.ends_at):
            return {}
        if starts_at is None or starts_at > timezone.now() - STILL_KNOWN_WITHIN:
            return {"ends_at": gettext("Say when it ends: calendars need it, and so do guests.")}
        return {}

    @property
    def is_off(self) -> bool:
        """Whether it does not take place, or not at a known date."""
        return self.status in (EventStatus.CANCELLED, EventStatus.POSTPONED)

    @property
    def over_at(self) -> datetime:
        """The moment after which the event counts as past.

        Where no hour says when it ends, that is the midnight after its last day.
        """
        if self.ends_at and not self.is_all_day:
            return self.ends_at
        last_day = timezone.localdate(self.ends_at or self.starts_at)
        return timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))

    @property
    def is_over(self) -> bool:
        """Whether the event is past."""
        return self.over_at <= timezone.now()
