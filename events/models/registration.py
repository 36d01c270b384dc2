"""Who has registered for an event. Personal data: never in a public channel.

Written only by `events.registering`, `events.checking_in`, `events.telling` and
`events.forgetting`.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models.budget import Budget
from events.models.choices import RegistrationState
from events.models.event import EventPage

# Those who have a seat, or had one and used it or not.
SEATED = (RegistrationState.REGISTERED, RegistrationState.ATTENDED, RegistrationState.NO_SHOW)
# One address can stand only once among these.
STANDING = (RegistrationState.PENDING, RegistrationState.WAITING, *SEATED)


class EventBook(models.Model):
    """The list of an event in all its languages: its lock is what seats are counted under.

    It outlives the page, so that what was promised to people about their data is kept.
    """

    translation_key = models.UUIDField(unique=True, editable=False)
    page = models.ForeignKey(
        EventPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("event"), max_length=255)
    # When and where the event takes place as those who registered were last told.
    told = models.JSONField(default=dict, editable=False)
    # From here on the periods of the privacy notice are counted.
    over_at = models.DateTimeField(_("ends"), null=True, db_index=True)

    class Meta:
        ordering = ["-over_at"]
        verbose_name = _("registration list")
        verbose_name_plural = _("registration lists")

    def __str__(self) -> str:
        return self.title


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Questions about registrations."""

    def standing(self) -> RegistrationQuerySet:
        """Those that have not been cancelled."""
        return self.filter(state__in=STANDING)

    def seated(self) -> RegistrationQuerySet:
        """Those with a seat that is confirmed."""
        return self.filter(state__in=SEATED)

    def waiting(self) -> RegistrationQuerySet:
        """The waiting list, in order."""
        found = self.filter(state=RegistrationState.WAITING)
        return found.order_by("waiting_since", "pk")

    def taking_seats(self) -> RegistrationQuerySet:
        """Those that take a seat now: confirmed, or waiting for the mail within their time."""
        held = Q(state=RegistrationState.PENDING, held_until__gt=timezone.now())
        return self.filter(Q(state__in=SEATED) | held)


class Registration(models.Model):
    """One person at one event."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    book = models.ForeignKey(EventBook, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=RegistrationState.choices,
        default=RegistrationState.PENDING,
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    # What tells addresses apart; "" once the person has been forgotten.
    email_key = models.CharField(max_length=254, blank=True, db_index=True, editable=False)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=10)
    access_needs = models.TextField(_("needs in order to take part"), max_length=600, blank=True)
    answers = models.JSONField(_("answers"), default=list, blank=True)
    # What is typed or scanned at the door.
    code = models.CharField(_("code"), max_length=8, editable=False)
    notice_version = models.CharField(_("privacy notice"), max_length=20, blank=True)
    notice_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    # Until then a registration that is not confirmed keeps its seat.
    held_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(
        pgettext_lazy("registration", "confirmed"), null=True, blank=True
    )
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    promoted_at = models.DateTimeField(_("got a seat"), null=True, blank=True)
    cancelled_at = models.DateTimeField(
        pgettext_lazy("registration", "cancelled"), null=True, blank=True
    )
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        permissions = [("export_registration", _("Can download lists of registrations"))]
        constraints = [
            models.UniqueConstraint(fields=["book", "code"], name="one_code_per_event"),
            models.UniqueConstraint(
                fields=["book", "email_key"],
                condition=Q(state__in=[state.value for state in STANDING]) & ~Q(email_key=""),
                name="one_registration_per_address",
            ),
        ]
        indexes = [models.Index(fields=["book", "state"], name="registration_by_state")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"  # no name: it stands in logs


class NoticeKind(models.TextChoices):
    """What those who registered are told."""

    MOVED = "moved", _("Another date or time")
    PLACE = "place", _("Another place")
    ONLINE = "moved-online", _("Moved online")
    ACCESS = "access", _("Another online address")
    POSTPONED = "postponed", pgettext_lazy("event", "Postponed")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")
    BACK = "back", _("Takes place after all")


class Notice(models.Model):
    """One change that an editor has confirmed is told to everybody who registered."""

    book = models.ForeignKey(EventBook, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("what"), max_length=12, choices=NoticeKind.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    words = models.TextField(_("a few words of yours"), max_length=600, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    told_at = models.DateTimeField(_("told"), default=timezone.now)

    class Meta:
        ordering = ["-told_at"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class NoticeCopy(models.Model):
    """A notice for one person: the row that its letter is about."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="copies")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "registration"], name="one_copy_of_a_notice_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.registration_id}"


class RegistrationBudget(Budget):
    """How many forms came in during one hour or day, from one network or altogether."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "window"], name="one_registration_budget_per_window"
            )
        ]
