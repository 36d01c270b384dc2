"""Events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
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
from events.models.choices import AccessFeature, Audience, EventKind
from events.models.codes import CodesField, labelled
from events.models.event_place import EventPlace
from events.models.event_programme import EventProgramme
from events.models.event_registration import EventRegistration
from events.models.event_report import EventReport
from events.models.event_times import EventTimes

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
    "municipality_istat",
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


def everybody() -> list[str]:
    """Whom a new event is for."""
    return [Audience.EVERYBODY.value]


# The parts are plain models: that a page is saved with more words is nothing they forbid.
class EventPage(  # type: ignore[misc]
    EventTimes, EventPlace, EventProgramme, EventRegistration, EventReport, PublicPage
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
        *EventTimes.time_panels,
        *EventPlace.place_panels,
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
        index.SearchField("municipality"),
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
        SynchronizedField("municipality", overridable=True),
        SynchronizedField("dial_in", overridable=False),
        *(SynchronizedField(name, overridable=False) for name in DECIDED_ONCE),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """Refuse what contradicts itself: an end before the beginning, seats, dates."""
        super().clean()
        wrong: dict[str, Any] = self.wrong_times()
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
        missing |= self.missing_for_times(given)
        organisers = given.get("organisers", self.organisers)
        if not (organisers.all() if hasattr(organisers, "all") else organisers):
            missing["organisers"] = gettext("Say who organises it: at least one.")
        missing |= self.missing_for_place(given)
        if not given.get("audiences", self.audiences):
            missing["audiences"] = gettext("Say for whom the event is: everybody counts, too.")
        missing |= self.missing_for_registration(given)
        missing |= self.missing_for_report(given)
        return missing

    @property
    def audience_labels(self) -> list[str]:
        """For whom it is, in words."""
        return [label for _code, label in labelled(self.audiences, Audience)]

    @property
    def access_labels(self) -> list[str]:
        """What makes it accessible, in words."""
        return [label for _code, label in labelled(self.access_features, AccessFeature)]
