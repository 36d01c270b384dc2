"""The public directory of cooperatives: what its pages show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.db.models import Count
from django.http import HttpRequest

from catalogue.languages import for_reader
from catalogue.models import Entry
from core.models import Territory
from core.models.territory import TerritoryLevel
from core.paging import page_of
from home import tiles
from home.choices import Choice, ChoiceGroup
from practices import finding, profiles
from practices.models import Cooperative, CooperativeType, Sector

PAGE_SIZE = 24
# In what order a cooperative's page shows what it has to do with.
KINDS = ("practice", "call", "event", "path", "publication", "issue", "page")


@dataclass(slots=True)
class Directory:
    """A page of the directory with the filters that can be applied to it."""

    page: Page[Cooperative]
    wanted: finding.Wanted
    kinds: list[Choice]
    sectors: list[Choice]
    territories: list[ChoiceGroup]
    total: int
    has_unknown_filter: bool = False

    @property
    def is_filtered(self) -> bool:
        """Whether the reader has narrowed the list."""
        return not self.wanted.is_empty

    @property
    def tile_map(self) -> list[tiles.Tile]:
        """How many there are in each region, for the map."""
        return tiles.of_cooperatives(self.territories)


@dataclass(slots=True)
class Related:
    """What a cooperative has to do with, of one kind."""

    kind: str
    entries: list[Entry] = field(default_factory=list)


def directory(request: HttpRequest, language: str) -> Directory:
    """The cooperatives, narrowed by `?q=`, `?kind=`, `?sector=` and `?territory=`.

    A value that no cooperative has is not applied: the page says so and shows everything.
    """
    rows = list(
        Cooperative.objects.listed().values_list(
            "kind", "sectors", "territory__code", "territory__parent__code"
        )
    )
    kinds = _choices(CooperativeType, [kind for kind, *_rest in rows])
    sectors = _choices(Sector, [code for _kind, codes, *_rest in rows for code in codes])
    places = _places(language)
    known = {
        "kind": {choice.code for choice in kinds},
        "sector": {choice.code for choice in sectors},
        "territory": {choice.code for group in places for choice in group.choices},
    }
    asked = {name: request.GET.get(name, "") for name in known}
    kept = {name: value if value in known[name] else "" for name, value in asked.items()}
    words = request.GET.get("q", "")[: finding.LONGEST_QUERY].replace("\0", "").strip()
    wanted = finding.Wanted(words=words, **kept)
    found = finding.find(wanted).select_related("territory")
    return Directory(
        page=page_of(found, request, PAGE_SIZE),
        wanted=wanted,
        kinds=kinds,
        sectors=sectors,
        territories=places,
        total=len(rows),
        has_unknown_filter=asked != kept,
    )


def _choices(of: Any, codes: list[str]) -> list[Choice]:
    """The values of a closed list that occur, in the list's order, with how often."""
    return [
        Choice(code, str(label), codes.count(code)) for code, label in of.choices if code in codes
    ]


def _places(language: str) -> list[ChoiceGroup]:
    """Each region with its provinces, as far as there are cooperatives."""
    listed = Cooperative.objects.listed().order_by()
    counts = dict(listed.values_list("territory").annotate(count=Count("pk")))
    groups: dict[str, list[Choice]] = {}
    regions: dict[str, Territory] = {}
    for place in Territory.objects.filter(pk__in=counts).select_related("parent"):
        is_province = place.level == TerritoryLevel.PROVINCE
        region = place.parent if is_province and place.parent else place
        regions[region.code] = region
        choice = Choice(place.code, place.label(language), counts[place.pk])
        groups.setdefault(region.code, []).append(choice)
    for code, region in regions.items():
        whole = Choice(code, region.label(language), sum(one.count for one in groups[code]))
        inside = sorted((one for one in groups[code] if one.code != code), key=lambda o: o.label)
        groups[code] = [whole, *inside]
    by_label = sorted(groups, key=lambda code: regions[code].label(language))
    return [ChoiceGroup(regions[code].label(language), groups[code]) for code in by_label]


def profile(slug: str) -> Cooperative | None:
    """A cooperative with what its page tells, None if it was never in the directory."""
    return (
        profiles.for_profiles(Cooperative.objects.filter(is_listed=True, slug=slug))
        .prefetch_related("members__territory")
        .first()
    )


def members_of(consortium: Cooperative) -> list[Cooperative]:
    """The cooperatives of the directory that belong to a consortium."""
    return list(consortium.members.listed().select_related("territory"))


def related(cooperative: Cooperative, language: str) -> list[Related]:
    """What a cooperative does, answers and takes part in: public entries, by kind, newest first."""
    entries = for_reader(Entry.objects.visible(), language)
    entries = entries.with_term("cooperative", cooperative.slug).order_by("-published_at", "-id")
    by_kind: dict[str, Related] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, Related(entry.kind)).entries.append(entry)
    return [by_kind[kind] for kind in KINDS if kind in by_kind]
