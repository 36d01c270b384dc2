"""What a list can be narrowed to, counted in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from catalogue.models import EntryQuerySet, EntryTerm
from core.models import Territory
from core.models.territory import TerritoryLevel


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


def count_choices(
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


def by_region(places: dict[str, Choice]) -> list[ChoiceGroup]:
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


def by_label(choices: dict[str, Choice]) -> list[Choice]:
    """Put choices in the order of their words."""
    return sorted(choices.values(), key=lambda choice: choice.label.casefold())
