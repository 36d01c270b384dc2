"""The lists of the site, read from the catalogue: what every other channel carries, too."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from catalogue.languages import for_reader
from catalogue.models import Entry, EntryQuerySet
from core import naming
from core.paging import page_of
from home.choices import Choice, ChoiceGroup, Narrower, by_label, by_region, count_choices
from practices.models import Maturity
from practices.models.practice_choices import EvidenceLevel, SustainableGoal

PAGE_SIZE = 12


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
    choices = count_choices(entries, language, names)
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
        topics=by_label(choices["topic"]),
        territories=by_region(choices["territory"]),
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
        return by_label(choices)
    return [choices[code] for code in ORDERED[facet] if code in choices]


def paged(kind: str, language: str, request: HttpRequest) -> Listing:
    """The entries of a kind, the newest first, in pages."""
    return Listing(page=page_of(newest(kind, language), request, PAGE_SIZE))


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
