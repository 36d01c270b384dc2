"""The list of all events in the admin: when, where, in which state, how many registered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from core.admin.exporting import SafeExport
from core.admin.filters import TickFilter
from core.models import Organisation, Territory
from core.models.territory import TerritoryLevel
from events import attention
from events.admin import rights
from events.models import EventPage, Registration
from events.models.choices import EventKind, EventMode, EventStatus, RegistrationState
from events.models.registration import SEATED

WHEN = [("coming", gettext_lazy("To come")), ("past", gettext_lazy("Past"))]


def _report_word(event: EventPage) -> str:
    if event.has_report:
        return pgettext("report", "Published")
    return _("To be written") if event.is_over and not event.is_off else "—"


def _place_of(event: EventPage) -> str:
    """Where people go; what only takes place online has no place but that."""
    if event.venue and event.municipality and event.municipality not in event.venue:
        return f"{event.venue}, {event.municipality}"
    return event.venue or str(EventMode.ONLINE.label if event.mode == EventMode.ONLINE else "—")


def _regions(_request: Any) -> QuerySet[Territory]:
    return Territory.objects.filter(level=TerritoryLevel.REGION).order_by("name")


def _organisers(_request: Any) -> QuerySet[Organisation]:
    named = Q(pk__in=EventPage.organisers.through.objects.values("organisation"))
    absorbed = Organisation.objects.filter(named, merged_into__isnull=False)
    return Organisation.objects.current().filter(named | Q(pk__in=absorbed.values("merged_into")))


class EventFilterSet(PageFilterSet):
    """Events by time, place, people, state, kind, and by what is still to do."""

    when = django_filters.ChoiceFilter(
        label=gettext_lazy("When"), choices=WHEN, method="filter_when"
    )
    starts_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Starts between"), widget=DateRangePickerWidget
    )
    region = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Region"), queryset=_regions, method="filter_region"
    )
    organisers = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Organiser"), queryset=_organisers, method="filter_organiser"
    )
    status = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=EventStatus.choices)
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=EventKind.choices)
    has_report = django_filters.BooleanFilter(label=gettext_lazy("Report published"))
    untold = TickFilter(label=gettext_lazy("A change nobody was told of"), method="filter_untold")
    queue = TickFilter(label=gettext_lazy("People wait for a seat"), method="filter_queue")
    unreached = TickFilter(
        label=gettext_lazy("People whom mail did not reach"), method="filter_unreached"
    )

    class Meta:
        model = EventPage
        fields: list[str] = []

    def filter_when(self, events: QuerySet[EventPage], _name: str, value: str) -> Any:
        """Those whose last day is still to come, or is over."""
        now = timezone.now()
        coming = Q(ends_at__gte=now) | Q(ends_at__isnull=True, starts_at__gte=now)
        return events.filter(coming) if value == "coming" else events.exclude(coming)

    def filter_region(self, events: QuerySet[EventPage], _name: str, value: Territory) -> Any:
        """Those in a region or in one of its parts."""
        parts = Territory.objects.within([value.code])
        within = EventPage.objects.filter(territories__in=parts)
        return events.filter(pk__in=within.order_by().values("pk"))

    def filter_organiser(self, events: QuerySet[EventPage], _name: str, value: Organisation) -> Any:
        """Those of an organisation, or of one that was merged into it."""
        same = Organisation.objects.filter(Q(pk=value.pk) | Q(merged_into=value))
        of_it = EventPage.objects.filter(organisers__in=same)
        return events.filter(pk__in=of_it.order_by().values("pk"))

    def filter_untold(self, events: QuerySet[EventPage], _name: str, value: bool) -> Any:
        """Those whose guests know less than the page says."""
        pages = [page.pk for _book, page, _kind in attention.untold_changes()] if value else []
        return events.filter(pk__in=pages) if value else events

    def filter_queue(self, events: QuerySet[EventPage], _name: str, value: bool) -> Any:
        """Those to come for which people stand on the waiting list."""
        keys = attention.full_waiting_lists().order_by().values("translation_key")
        return events.filter(translation_key__in=keys) if value else events

    def filter_unreached(self, events: QuerySet[EventPage], _name: str, value: bool) -> Any:
        """Those with somebody to call."""
        keys = attention.unreached().order_by().values("book__translation_key")
        return events.filter(translation_key__in=keys) if value else events


class StartColumn(Column):
    """The day and the hour, in Italy."""

    def get_value(self, instance: EventPage) -> str:
        """As people read it."""
        start = timezone.localtime(instance.starts_at)
        day = date_format(start, "j M Y")
        return day if instance.is_all_day else f"{day}, {start:%H:%M}"


class GuestsColumn(Column):
    """How many have a seat, of how many, and how many wait; leads to the list."""

    cell_template_name = "events/admin/guests_cell.html"

    def get_cell_context_data(self, instance: EventPage, parent_context: Any) -> dict[str, Any]:
        """Numbers, and the way to the names for those who may see them."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        if instance.registers_here and rights.may_see(user, instance):
            context["url"] = reverse("events_admin:registrations", args=[instance.pk])
        return context | {
            "event": instance,
            "seated": getattr(instance, "seated_count", 0),
            "waiting": getattr(instance, "waiting_count", 0),
        }


class EventListView(SafeExport, IndexView):
    """Events in the source language, the next one first; with a spreadsheet."""

    default_ordering = "-starts_at"
    results_template_name = "events/admin/event_list_results.html"
    page_title = gettext_lazy("Events")

    def get_base_queryset(self) -> QuerySet[EventPage]:
        """One row for each event, with how many registered."""
        events = super().get_base_queryset().filter(locale__language_code=settings.LANGUAGE_CODE)
        return events.annotate(
            seated_count=_counted([state.value for state in SEATED]),
            waiting_count=_counted([RegistrationState.WAITING.value]),
            territory_name=_first_territory(),
            organiser_name=_first_organiser(),
        )


class EventListViewSet(PageListingViewSet):
    """The menu entry and the list behind it."""

    model = EventPage
    index_view_class = EventListView
    name = "events_list"
    url_prefix = "event-list"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Events")
    menu_name = "events"
    menu_order = 240
    add_to_admin_menu = True
    filterset_class = EventFilterSet
    export_filename = "events"
    list_export = [
        *("title", "starts_at", "ends_at", "get_kind_display", "venue", "municipality"),
        *(
            "territory_name",
            "organiser_name",
            "get_status_display",
            "seated_count",
            "seat_limit",
            "waiting_count",
        ),
        *("has_report", "status_string"),
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "starts_at": gettext_lazy("Starts"),
        "ends_at": gettext_lazy("Ends"),
        "get_kind_display": gettext_lazy("Kind"),
        "venue": gettext_lazy("Place"),
        "municipality": gettext_lazy("Municipality"),
        "territory_name": gettext_lazy("Territory"),
        "organiser_name": gettext_lazy("Organiser"),
        "get_status_display": pgettext_lazy("event", "Status"),
        "seated_count": gettext_lazy("Seats taken"),
        "seat_limit": gettext_lazy("Seats"),
        "waiting_count": gettext_lazy("Waiting"),
        "has_report": gettext_lazy("Report published"),
        "status_string": pgettext_lazy("list", "State"),
    }
    columns = [
        *(one for one in IndexView.base_columns if one.name == "bulk_actions"),
        PageTitleColumn(
            "title",
            label=gettext_lazy("Title"),
            sort_key="title",
            classname="title desk-title",
            width="22%",
        ),
        StartColumn("starts_at", label=gettext_lazy("Starts"), sort_key="starts_at"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("place", label=gettext_lazy("Place"), accessor=_place_of),
        Column("territory_name", label=gettext_lazy("Territory")),
        Column(
            "event_status", label=pgettext_lazy("event", "Status"), accessor="get_status_display"
        ),
        GuestsColumn("guests", label=gettext_lazy("Registered"), sort_key="seated_count"),
        Column(
            "report",
            label=gettext_lazy("Report"),
            accessor=_report_word,
        ),
        *(one for one in IndexView.base_columns if one.name == "status"),
    ]


def _first_territory() -> Subquery:
    """Of many territories the first, by name: the others stand on the page."""
    rows = EventPage.objects.filter(pk=OuterRef("pk")).order_by("territories__name")
    return Subquery(rows.values("territories__name")[:1])


def _first_organiser() -> Subquery:
    rows = EventPage.objects.filter(pk=OuterRef("pk")).order_by("organisers__name")
    return Subquery(rows.values("organisers__name")[:1])


def _counted(states: list[str]) -> Coalesce:
    rows = Registration.objects.filter(
        book__translation_key=OuterRef("translation_key"), state__in=states
    )
    counted = rows.order_by().values("book").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
