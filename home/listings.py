"""The lists of the site, read from the catalogue: what every other channel carries, too."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogue.languages import for_reader
from catalogue.models import CollectionMember, CuratedCollection, Entry, EntryQuerySet, EntryTerm
from core import naming
from core.models import Territory
from core.models.territory import TerritoryLevel
from core.paging import page_of
from practices.models import Maturity
from practices.models.practice_choices import EvidenceLevel, SustainableGoal

PAGE_SIZE = 12
HOME_PRACTICES = 6
HOME_EVENTS = 4
HOME_CALLS = 3
# The facets events can be narrowed by, with their names in addresses.
EVENT_FILTERS = {"event-kind": "kind", "mode": "mode", "territory": "territory"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value a list can be narrowed to, with how many entries carry it."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices that belong together, such as a region and its provinces."""

    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Narrower:
    """One more thing a list can be narrowed by: what is offered, what was chosen."""

    name: str
    label: str
    choices: list[Choice]
    chosen: Choice | None = None


# What practices can be narrowed by besides topic and territory.
PRACTICE_FACETS = {
    "target": gettext_lazy("For whom"),
    "maturity": gettext_lazy("Maturity"),
    "evidence": pgettext_lazy("practice", "Evidence"),
    "sdg": gettext_lazy("Sustainable Development Goal"),
}
# In the order of the closed lists; people by name.
ORDERED = {
    "maturity": list(Maturity.values),
    "evidence": [str(value) for value in EvidenceLevel.values],
    "sdg": [str(value) for value in SustainableGoal.values],
}


@dataclass(slots=True)
class Listing:
    """A page of a list with the filters that can be applied to it."""

    page: Page[Entry]
    topics: list[Choice] = field(default_factory=list)
    territories: list[ChoiceGroup] = field(default_factory=list)
    topic: Choice | None = None
    territory: Choice | None = None
    narrowers: list[Narrower] = field(default_factory=list)
    has_unknown_filter: bool = False

    @property
    def chosen(self) -> list[Choice]:
        """What the list is narrowed to."""
        chosen = [self.topic, self.territory, *(one.chosen for one in self.narrowers)]
        return [one for one in chosen if one]

    @property
    def is_filtered(self) -> bool:
        """Whether the reader has narrowed the list."""
        return bool(self.chosen)


def of_kind(kind: str, language: str) -> EntryQuerySet:
    """Everything of a kind that a reader of a language finds."""
    return for_reader(Entry.objects.visible().filter(kind=kind), language)


def newest(kind: str, language: str) -> EntryQuerySet:
    """The same, the newest first."""
    return of_kind(kind, language).order_by("-published_at", "-id")


def practices(language: str, request: HttpRequest) -> Listing:
    """The practices, narrowed as the address asks; Http404 beyond the end.

    A value that no practice has is not applied: the list says so and shows everything.
    """
    entries = newest("practice", language)
    names = ("topic", "territory", *PRACTICE_FACETS)
    choices = _count_choices(entries, language, names)
    asked = {name: request.GET.get(name, "") for name in names}
    if asked["topic"] and asked["topic"] not in choices["topic"]:
        former = naming.by_code(asked["topic"])  # it may have another code today
        asked["topic"] = former.code if former else asked["topic"]
    found = {name: choices[name].get(code) for name, code in asked.items()}
    narrowed = entries
    for name, choice in found.items():
        if choice:
            narrowed = narrowed.with_term(name, choice.code)
    return Listing(
        page=page_of(narrowed, request, PAGE_SIZE),
        topics=_by_label(choices["topic"]),
        territories=_by_region(choices["territory"]),
        topic=found["topic"],
        territory=found["territory"],
        narrowers=[
            Narrower(name, str(label), _in_order(name, choices[name]), found[name])
            for name, label in PRACTICE_FACETS.items()
            if choices[name]
        ],
        has_unknown_filter=any(asked[name] and not found[name] for name in names),
    )


def _in_order(facet: str, choices: dict[str, Choice]) -> list[Choice]:
    if facet not in ORDERED:
        return _by_label(choices)
    return [choices[code] for code in ORDERED[facet] if code in choices]


def paged(kind: str, language: str, request: HttpRequest) -> Listing:
    """The entries of a kind, the newest first, in pages."""
    return Listing(page=page_of(newest(kind, language), request, PAGE_SIZE))


def _count_choices(
    entries: EntryQuerySet, language: str, facets: tuple[str, ...]
) -> dict[str, dict[str, Choice]]:
    """Count the values that entries have of some facets, in one query."""
    rows = (
        EntryTerm.objects.filter(facet__in=facets, entry__in=entries.order_by())
        .values_list("facet", "code", "label", "entry__language")
        .annotate(count=Count("id"))
    )
    found: dict[str, dict[str, Choice]] = {facet: {} for facet in facets}
    for facet, code, label, label_language, count in rows:
        before = found[facet].get(code)
        if before is None:
            found[facet][code] = Choice(code, label, count)
        else:
            best = label if label_language == language else before.label
            found[facet][code] = Choice(code, best, before.count + count)
    return found


def _by_region(places: dict[str, Choice]) -> list[ChoiceGroup]:
    """Put each region's provinces under it; the whole country stands first."""
    territories = Territory.objects.filter(code__in=places).select_related("parent")
    groups: dict[str, list[Choice]] = {}
    labels: dict[str, str] = {}
    for territory in territories:
        choice = places[territory.code]
        is_province = territory.level == TerritoryLevel.PROVINCE and territory.parent
        head = territory.parent.code if is_province and territory.parent else territory.code
        members = groups.setdefault(head, [])
        if is_province:
            members.append(choice)
        else:
            members.insert(0, choice)
            labels[head] = choice.label
    country_first = sorted(groups, key=lambda code: (code.isdigit(), labels.get(code, "")))
    return [ChoiceGroup(labels.get(code, code), groups[code]) for code in country_first]


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
    choices = _event_choices(events, language)
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
        kinds=_by_label(choices["event-kind"]),
        modes=_by_label(choices["mode"]),
        territories=_by_region(choices["territory"]),
        kind=found["event-kind"],
        mode=found["mode"],
        territory=found["territory"],
        has_unknown_filter=any(asked[facet] and not found[facet] for facet in asked),
    )


def _event_choices(events: EntryQuerySet, language: str) -> dict[str, dict[str, Choice]]:
    return _count_choices(events, language, tuple(EVENT_FILTERS))


def _by_label(choices: dict[str, Choice]) -> list[Choice]:
    return sorted(choices.values(), key=lambda choice: choice.label.casefold())


def _not_over() -> Q:
    today = start_of_today()
    return Q(ends_at__gte=today) | Q(ends_at__isnull=True, starts_at__gte=today)


@dataclass(slots=True)
class Calls:
    """Calls that can be answered now or soon, and those that are over."""

    current: list[Entry]
    page: Page[Entry]


def calls(language: str, request: HttpRequest) -> Calls:
    """All calls: the current ones by deadline, the closed ones in pages; Http404 beyond the end."""
    now = timezone.now()
    closed = of_kind("call", language).filter(closes_at__lte=now).order_by("-closes_at", "-id")
    return Calls(current=list(current_calls(language)), page=page_of(closed, request, PAGE_SIZE))


def current_calls(language: str) -> EntryQuerySet:
    """Calls whose deadline has not passed, the nearest deadline first."""
    entries = of_kind("call", language).filter(closes_at__gt=timezone.now())
    return entries.order_by("closes_at", "id")


def members(collection: CuratedCollection, language: str) -> list[CollectionMember]:
    """What is in a collection, in the curator's order, once each in the best language."""
    readable = for_reader(Entry.objects.visible(), language)
    rows = CollectionMember.objects.filter(collection=collection, entry__in=readable)
    return list(rows.select_related("entry").order_by("position", "id"))


def original_of(collection: CuratedCollection | None) -> CuratedCollection | None:
    """The collection that a row stands for, None if it may not be shown."""
    if collection is None or not collection.is_public:
        return None
    same = CuratedCollection.objects.public().filter(translation_key=collection.translation_key)
    return collection if collection.is_original else same.select_related("locale").first()


def front_page(featured: CuratedCollection | None, language: str) -> dict[str, Any]:
    """Everything the home page lists."""
    collection = original_of(featured)
    return {
        "collection": collection.in_language(language) if collection else None,
        "members": members(collection, language)[:4] if collection else [],
        "practices": list(newest("practice", language)[:HOME_PRACTICES]),
        "calls": list(current_calls(language)[:HOME_CALLS]),
        "events": list(coming_events(language)[:HOME_EVENTS]),
    }
