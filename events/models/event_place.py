"""How people take part in an event, and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from events.models.choices import EventMode, EventStatus


class EventPlace(models.Model):
    """In a room, online, or both."""

    mode = models.CharField(
        _("how to take part"), max_length=12, choices=EventMode.choices, default=EventMode.IN_PERSON
    )
    venue = models.CharField(_("venue"), max_length=120, blank=True)
    address = models.CharField(
        _("address"), max_length=200, blank=True, help_text=_("Street and number.")
    )
    municipality = models.CharField(
        _("municipality"),
        max_length=80,
        blank=True,
        help_text=_("Where people go: it follows the address wherever the event is announced."),
    )
    municipality_istat = models.CharField(
        _("ISTAT code of the municipality"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", _("Six digits, with the zeros in front."))],
    )
    online_url = models.URLField(
        _("online address"),
        blank=True,
        help_text=_(
            "Never published: only those who have a confirmed seat find it, in their mail and on "
            "their own page. If it changes later, you are asked whether to tell them."
        ),
    )
    dial_in = models.CharField(
        _("dial-in"),
        max_length=200,
        blank=True,
        help_text=_("Telephone number and code for those who call in. Never published, either."),
    )

    place_panels = [
        MultiFieldPanel(
            [
                FieldPanel("mode"),
                FieldPanel("venue"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("municipality"), FieldPanel("municipality_istat")]),
                FieldPanel("online_url"),
                FieldPanel("dial_in"),
            ],
            heading=_("Where"),
        ),
    ]

    class Meta:
        abstract = True

    def missing_for_place(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Who goes there has to know where.

        The municipality is asked for by the form alone, and not of what is past: events older
        than this question stay as they are, and what a program does to them goes through.
        """
        if answers.get("mode", self.mode) == EventMode.ONLINE:
            return {}
        missing: dict[str, str] = {}
        if not answers.get("venue", self.venue):
            missing["venue"] = gettext("Say where it takes place, or choose “Online”.")
        starts_at = answers.get("starts_at")
        is_to_come = starts_at is not None and starts_at > timezone.now()
        moved_online = answers.get("status") == EventStatus.MOVED_ONLINE
        if is_to_come and not moved_online and answers.get("municipality") == "":
            missing["municipality"] = gettext("Say in which municipality it takes place.")
        return missing

    @property
    def full_address(self) -> str:
        """Street and municipality, which older addresses and some venues name themselves."""
        said = rf"\b{re.escape(self.municipality)}\b"
        if self.municipality and re.search(said, f"{self.venue}, {self.address}", re.IGNORECASE):
            return self.address
        return ", ".join(part for part in (self.address, self.municipality) if part)
