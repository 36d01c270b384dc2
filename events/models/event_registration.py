"""How people register for an event: what editors decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from events.models.choices import RegistrationMode, ReminderOffset, Seats
from events.models.codes import CodesField
from events.programme_blocks import QuestionsBlock

OWN_MODES = (RegistrationMode.HERE, RegistrationMode.INVITATION)


def usual_reminders() -> list[str]:
    """The reminders a new event has."""
    return [ReminderOffset.WEEK.value, ReminderOffset.DAY.value]


class EventRegistration(models.Model):
    """The settings of an event's registration.

    The page in the source language decides for all languages: there is one room, whatever
    language people read about it in.
    """

    registration_mode = models.CharField(
        _("registration"),
        max_length=12,
        choices=RegistrationMode.choices,
        default=RegistrationMode.NONE,
    )
    registration_url = models.URLField(
        _("address of the registration"), blank=True, help_text=_("Only for “On another site”.")
    )
    registration_opens_at = models.DateTimeField(
        _("registration opens"),
        null=True,
        blank=True,
        help_text=_("Italian time. Empty: as soon as the page is published."),
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes"),
        null=True,
        blank=True,
        help_text=_("Italian time. Empty: when the event starts."),
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: as many people as like to come.")
    )
    reserved_seats = models.PositiveIntegerField(
        _("of these, kept free"),
        default=0,
        help_text=_("For speakers, staff and guests who do not register here."),
    )
    has_waiting_list = models.BooleanField(
        _("waiting list"),
        default=True,
        help_text=_(
            "When all seats are taken, people can queue. Whoever is first gets a seat that "
            "becomes free, and a mail that says so."
        ),
    )
    asks_access_needs = models.BooleanField(
        _("ask what people need in order to take part"),
        default=True,
        help_text=_("The answers are deleted 30 days after the event."),
    )
    questions = StreamField(
        QuestionsBlock(),
        verbose_name=_("questions"),
        blank=True,
        help_text=_("Ask only what you will use: each question keeps somebody away."),
    )
    reminders = CodesField(
        labels=ReminderOffset,
        verbose_name=_("reminders by mail"),
        blank=True,
        default=usual_reminders,
    )
    # Kept by `events.registering`, the same on all translations; shown in broad terms only.
    seats = models.CharField(
        max_length=12, choices=Seats.choices, blank=True, default="", editable=False
    )

    # Another event has its own window for registering, its own form elsewhere, its own seats.
    registration_left_behind = (
        "registration_mode",
        "registration_url",
        "registration_opens_at",
        "registration_closes_at",
        "seats",
    )
    registration_panels = [
        FieldPanel("registration_mode"),
        FieldPanel("registration_url"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]
                ),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("reserved_seats")]),
                FieldPanel("has_waiting_list"),
            ],
            heading=_("Seats and dates"),
        ),
        MultiFieldPanel(
            [FieldPanel("asks_access_needs"), FieldPanel("questions")], heading=_("What is asked")
        ),
        FieldPanel("reminders"),
    ]

    class Meta:
        abstract = True

    # From the page itself.
    starts_at: datetime

    @property
    def registers_here(self) -> bool:
        """Whether the hub keeps the list of who comes."""
        return self.registration_mode in OWN_MODES

    @property
    def seat_limit(self) -> int | None:
        """How many people can register, None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.reserved_seats)

    @property
    def registration_ends_at(self) -> datetime:
        """The moment from which nobody can register any more."""
        return self.registration_closes_at or self.starts_at

    @property
    def registration_begins_later(self) -> bool:
        """Whether registration has not opened yet."""
        opens = self.registration_opens_at
        return opens is not None and opens > timezone.now()

    @property
    def registration_is_over(self) -> bool:
        """Whether the last moment to register has passed."""
        return self.registration_ends_at <= timezone.now()

    def clean_registration(self) -> None:
        """Refuse dates and numbers that contradict each other. Raises ValidationError."""
        wrong: dict[str, str] = {}
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            wrong["registration_closes_at"] = gettext("Registration cannot close before it opens.")
        if closes and closes > self.starts_at + timedelta(days=1):
            wrong["registration_closes_at"] = gettext(
                "Registration cannot stay open after the event has started."
            )
        if self.capacity is not None and self.reserved_seats > self.capacity:
            wrong["reserved_seats"] = gettext("There are not so many seats.")
        if self.capacity == 0:
            wrong["capacity"] = gettext(
                "Leave this empty if there is no limit, or choose no registration."
            )
        if wrong:
            raise ValidationError(wrong)

    def missing_for_registration(self, answers: Mapping[str, Any]) -> dict[str, str]:
        """What keeps the page from being published, as `missing_for_publishing` says it."""
        mode = answers.get("registration_mode", self.registration_mode)
        url = answers.get("registration_url", self.registration_url)
        if mode == RegistrationMode.EXTERNAL and not url:
            return {"registration_url": gettext("Enter the address where people register.")}
        return {}
