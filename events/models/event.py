"""Events."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.models import Organisation, PublicPage
from core.models.page import edit_handler
from events.event_form import EventForm
from events.models import belonging
from events.models.choices import AccessFeature, Audience, EventKind, EventMode, EventStatus
from events.models.codes import CodesField, labelled
from events.models.event_programme import EventProgramme
from events.models.event_registration import EventRegistration
from events.models.event_report import EventReport

# Dates, seats and numbers are the same in every language.
DECIDED_ONCE = (
    "starts_at",
    "ends_at",
    "doors_at",
    "is_all_day",
    "mode",
    "status",
    "previous_starts_at",
    "online_url",
    "registration_mode",
    "registration_opens_at",
    "registration_closes_at",
    "capacity",
    "reserved_seats",
    "has_waiting_list",
    "asks_access_needs",
    "reminders",
    "attended_count",
    "organisations_count",
    "contributions_count",
)


# A date that is changed so soon after publishing was a mistake, not a plan.
CORRECTED_WITHIN = timedelta(days=1)

# Of an event that began longer ago the end may be known to nobody.
STILL_KNOWN_WITHIN = timedelta(days=7)


def everybody() -> list[str]:
    """Whom a new event is for."""
    return [Audience.EVERYBODY.value]


class EventIndexPage(PublicPage):
    """The calendar: events, and the participation paths they belong to."""

    content_panels = [*PublicPage.content_panels, *PublicPage.picture_panels]
    edit_handler = edit_handler([*content_panels, *PublicPage.body_panels], with_subjects=False)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage", "events.ParticipationPathPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")


# The parts are plain models: that a page is saved with more words is nothing they forbid.
class EventPage(  # type: ignore[misc]
    EventProgramme, EventRegistration, EventReport, PublicPage
):
    """A meeting with a beginning and an end."""

    needs_topics = True
    left_behind = (
        *("starts_at", "ends_at", "doors_at", "status", "previous_starts_at"),
        *("online_url", "dial_in"),
        *EventRegistration.registration_left_behind,
        *EventReport.report_left_behind,
    )

    kind = models.CharField(
        _("kind"), max_length=24, choices=EventKind.choices, default=EventKind.TERRITORIAL
    )
    audiences = CodesField(
        labels=Audience,
        verbose_name=_("for whom"),
        default=everybody,
        help_text=_("As many as fit."),
    )
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
    status = models.CharField(
        _("status"), max_length=12, choices=EventStatus.choices, default=EventStatus.SCHEDULED
    )
    organisers = ParentalManyToManyField(
        Organisation, verbose_name=_("organisers"), blank=True, related_name="+"
    )
    partners = ParentalManyToManyField(
        Organisation,
        verbose_name=_("partners"),
        blank=True,
        related_name="+",
        help_text=_("Who helps, hosts, pays or lends its name."),
    )
    previous_starts_at = models.DateTimeField(
        _("was to start"),
        null=True,
        blank=True,
        help_text=_("For an event that was moved: filled in by itself when its date changes."),
    )
    part_of_path = models.ForeignKey(
        "events.ParticipationPathPage",
        verbose_name=_("participation path"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="meetings",
        help_text=_("The path this event is a step of, if any."),
    )
    part_of_event = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        help_text=_("The larger event, or the first of a series, that this one belongs to."),
    )
    # Any page for the database: calls are above events.
    call_page = models.ForeignKey(
        Page,
        verbose_name=_("call"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The call that this event presents or follows."),
    )

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("audiences"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("doors_at"), FieldPanel("is_all_day")]),
                FieldRowPanel([FieldPanel("status"), FieldPanel("previous_starts_at")]),
            ],
            heading=_("When"),
        ),
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
        *PublicPage.picture_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("organisers"), FieldPanel("partners")], heading=_("Who")),
        MultiFieldPanel(
            [
                FieldPanel("part_of_path"),
                FieldPanel("part_of_event"),
                PageChooserPanel("call_page", "calls.CallPage"),
            ],
            heading=_("Belongs to"),
        ),
    ]
    edit_handler = edit_handler(
        content_panels,
        extra={
            _("Programme"): EventProgramme.programme_panels,
            _("Registration"): EventRegistration.registration_panels,
            _("Afterwards"): EventReport.report_panels,
        },
    )
    base_form_class = EventForm
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("venue"),
        index.SearchField("address"),
        index.SearchField("agenda"),
        index.SearchField("speakers"),
        index.SearchField("minutes_text"),
        index.SearchField("decisions"),
        index.FilterField("starts_at"),
    ]
    override_translatable_fields = [
        *PublicPage.override_translatable_fields,
        SynchronizedField("organisers", overridable=False),
        SynchronizedField("partners", overridable=False),
        SynchronizedField("address", overridable=True),
        SynchronizedField("dial_in", overridable=False),
        *(SynchronizedField(name, overridable=False) for name in DECIDED_ONCE),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """Refuse what contradicts itself: an end before the beginning, seats, dates."""
        super().clean()
        wrong: dict[str, Any] = {}
        if self.ends_at and self.ends_at < self.starts_at:
            wrong["ends_at"] = _("The event cannot end before it starts.")
        if self.doors_at and self.doors_at > self.starts_at:
            wrong["doors_at"] = _("The doors cannot open after the event has started.")
        if problem := belonging.problem_with(self):
            wrong["part_of_event"] = problem
        if wrong:
            raise ValidationError(wrong)
        self.clean_registration()
        self._keep_previous_start()

    def _keep_previous_start(self) -> None:
        """Remember from when a published event is moved, unless its editor says something else."""
        live = EventPage.objects.filter(pk=self.pk, live=True).first() if self.pk else None
        if live is None or live.starts_at == self.starts_at or live.first_published_at is None:
            return
        is_news = live.first_published_at > timezone.now() - CORRECTED_WITHIN
        if is_news or self.previous_starts_at not in (None, live.previous_starts_at):
            return
        self.previous_starts_at = live.starts_at

    def with_content_json(self, content: dict[str, Any]) -> EventPage:
        """Build the page of a draft; what the hub counts and notes itself is never as old as it."""
        page: EventPage = super().with_content_json(content)
        page.seats, page.report_published_at = self.seats, self.report_published_at
        return page

    def missing_for_publishing(self, answers: Any = None) -> dict[str, str]:
        """An event says who invites whom, where, and until when.

        Registration and report have needs of theirs.
        """
        missing = super().missing_for_publishing(answers)
        given = answers or {}
        if self._lacks_its_end(given):
            missing["ends_at"] = gettext("Say when it ends: calendars need it, and so do guests.")
        organisers = given.get("organisers", self.organisers)
        if not (organisers.all() if hasattr(organisers, "all") else organisers):
            missing["organisers"] = gettext("Say who organises it: at least one.")
        mode = given.get("mode", self.mode)
        if mode != EventMode.ONLINE and not given.get("venue", self.venue):
            missing["venue"] = gettext("Say where it takes place, or choose “Online”.")
        if not given.get("audiences", self.audiences):
            missing["audiences"] = gettext("Say for whom the event is: everybody counts, too.")
        missing |= self.missing_for_registration(given)
        missing |= self.missing_for_report(given)
        return missing

    def _lacks_its_end(self, given: Any) -> bool:
        """Whether its end is to be asked for; of one that is past, nobody may know it any more."""
        starts_at = given.get("starts_at", self.starts_at)
        if given.get("is_all_day", self.is_all_day) or given.get("ends_at", self.ends_at):
            return False
        return starts_at is None or starts_at > timezone.now() - STILL_KNOWN_WITHIN

    @property
    def audience_labels(self) -> list[str]:
        """For whom it is, in words."""
        return [label for _code, label in labelled(self.audiences, Audience)]

    @property
    def access_labels(self) -> list[str]:
        """What makes it accessible, in words."""
        return [label for _code, label in labelled(self.access_features, AccessFeature)]

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
