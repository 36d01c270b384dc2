"""The calendar of events: what is to come, what has been."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from catalogue.models import Entry, EntryQuerySet
from core.paging import page_of
from home.choices import Choice, ChoiceGroup, by_label, by_region, count_choices
from home.listings import PAGE_SIZE, newest, of_kind

# The facets events can be narrowed by, with their names in addresses.
EVENT_FILTERS = {"event-kind": "kind", "mode": "mode", "territory": "territory"}


@dataclass(slots=True)
class Calendar:
    """Events to come or past, and the paths they may belong to."""

    page: Page[Entry]
    is_past: bool
    coming_count: int
    past_count: int
    paths: list[Entry]
    kinds: list[Choice] = field(default_factory=list)
    modes: list[Choice] = field(default_factory=list)
    territories: list[ChoiceGroup] = field(default_factory=list)
    kind: Choice | None = None
    mode: Choice | None = None
    territory: Choice | None = None
    has_unknown_filter: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether the reader has narrowed the list."""
        return any((self.kind, self.mode, self.territory))

    @property
    def chosen(self) -> list[Choice]:
        """What the list is narrowed to."""
        return [one for one in (self.kind, self.mode, self.territory) if one]

    @property
    def query(self) -> str:
        """The filters as they stand in an address, to keep them from one tab to the other."""
        asked = {"kind": self.kind, "mode": self.mode, "territory": self.territory}
        return urlencode({name: one.code for name, one in asked.items() if one})


def start_of_today() -> datetime:
    """Midnight in the hub's time zone: an event is past when its day is over."""
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))


def coming_events(language: str) -> EntryQuerySet:
    """Events of today and later, the nearest first."""
    return of_kind("event", language).filter(_not_over()).order_by("starts_at", "id")


def calendar(language: str, request: HttpRequest) -> Calendar:
    """The events to come, or with `?when=past` those that were; Http404 beyond the end.

    They can be narrowed by `?kind=`, `?mode=` and `?territory=`, as practices can.
    """
    is_past = request.GET.get("when") == "past"
    events = of_kind("event", language)
    choices = count_choices(events, language, tuple(EVENT_FILTERS))
    asked = {facet: request.GET.get(name, "") for facet, name in EVENT_FILTERS.items()}
    found = {facet: choices[facet].get(code) for facet, code in asked.items()}
    for facet, choice in found.items():
        if choice:
            events = events.with_term(facet, choice.code)
    coming = events.filter(_not_over()).order_by("starts_at", "id")
    past = events.exclude(_not_over()).order_by("-starts_at", "-id")
    page = page_of(past if is_past else coming, request, PAGE_SIZE)
    return Calendar(
        page=page,
        is_past=is_past,
        coming_count=coming.count() if is_past else page.paginator.count,
        past_count=page.paginator.count if is_past else past.count(),
        paths=list(newest("path", language)),
        kinds=by_label(choices["event-kind"]),
        modes=by_label(choices["mode"]),
        territories=by_region(choices["territory"]),
        kind=found["event-kind"],
        mode=found["mode"],
        territory=found["territory"],
        has_unknown_filter=any(asked[facet] and not found[facet] for facet in asked),
    )


def _not_over() -> Q:
    today = start_of_today()
    return Q(ends_at__gte=today) | Q(ends_at__isnull=True, starts_at__gte=today)
