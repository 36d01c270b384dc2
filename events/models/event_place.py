"""How people take part in an event, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from events.models.choices import EventMode


class EventPlace(models.Model):
    """In a room, online, or both."""

    mode = models.CharField(
        _("how to take part"), max_length=12, choices=EventMode.choices, default=EventMode.IN_PERSON
    )
    venue = models.CharField(_("venue"), max_length=120, blank=True)
    address = models.CharField(
        _("address"), max_length=200, blank=True, help_text=_("Street and municipality.")
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
                FieldPanel("online_url"),
                FieldPanel("dial_in"),
            ],
            heading=_("Where"),
        ),
    ]

    class Meta:
        abstract = True

    def missing_for_place(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """Who goes there has to know where."""
        mode = answers.get("mode", self.mode)
        if mode != EventMode.ONLINE and not answers.get("venue", self.venue):
            return {"venue": gettext("Say where it takes place, or choose “Online”.")}
        return {}
