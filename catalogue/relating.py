"""Practices that are close to one another, with the reason in words.

Closeness is counted from what the catalogue knows of each: shared topics weigh most, then whom a
practice is for, then what its building blocks are; the same province or region brings two closer,
but is no reason by itself. Nothing here is at random: the same catalogue gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Max, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext, ngettext

from catalogue.languages import for_reader
from catalogue.models import Entry, EntryTerm
from core.models import Territory
from core.models.territory import TerritoryLevel

WEIGHTS = {"topic": 6, "target": 3, "block": 2}
"""Points for each term that two practices share."""
NEARNESS = {TerritoryLevel.REGION.value: 2, TerritoryLevel.PROVINCE.value: 4}
"""Points for the smallest territory they share; a whole country brings nobody closer."""
MOST = 3


@dataclass(frozen=True, slots=True)
class Related:
    """An entry close to another, and why, as a sentence in the reader's language."""

    entry: Entry
    reason: str


def related_to(
    entry: Entry, language: str, *, leaving_out: Iterable[int] = (), most: int = MOST
) -> list[Related]:
    """The entries of the same kind that are closest, in the reader's language where it exists.

    `leaving_out` are ids of pages that are shown already, in whatever language. It takes five
    queries, however many entries there are.
    """
    own = list(entry.terms.filter(facet__in=(*WEIGHTS, "territory")))
    nearness = _nearness(own)
    ranked = _ranked(entry, own, nearness, language, list(leaving_out))
    scores = {row["entry_id"]: place for place, row in enumerate(ranked[:most])}
    entries = sorted(Entry.objects.filter(pk__in=scores), key=lambda one: scores[one.pk])
    shared = _shared(own, list(scores))
    return [Related(one, _reason(shared.get(one.pk, []), nearness)) for one in entries]


def _nearness(own: list[EntryTerm]) -> dict[str, int]:
    """What sharing each of the entry's territories counts."""
    codes = [term.code for term in own if term.facet == "territory"]
    levels = Territory.objects.filter(code__in=codes).values_list("code", "level")
    return {code: NEARNESS[level] for code, level in levels if level in NEARNESS}


def _ranked(
    entry: Entry,
    own: list[EntryTerm],
    nearness: dict[str, int],
    language: str,
    leaving_out: list[int],
) -> QuerySet:
    """The entries that share something, the closest first."""
    same_kind = Entry.objects.visible().filter(kind=entry.kind)
    others = for_reader(same_kind, language).exclude(translation_key=entry.translation_key)
    if leaving_out:
        shown = Entry.objects.filter(page_id__in=leaving_out).values("translation_key")
        others = others.exclude(translation_key__in=shown)
    subjects = Q(pk__in=[])
    for facet in WEIGHTS:
        subjects |= Q(facet=facet, code__in=[term.code for term in own if term.facet == facet])
    places = Q(facet="territory", code__in=list(nearness))
    points = [When(facet=facet, then=Value(weight)) for facet, weight in WEIGHTS.items()]
    near = [When(facet="territory", code=code, then=Value(nearness[code])) for code in nearness]
    terms = EntryTerm.objects.filter(subjects | places, entry__in=others.order_by())
    return (
        terms.values("entry_id")
        .annotate(
            alike=Sum(Case(*points, default=Value(0), output_field=IntegerField())),
            near=Max(Case(*near, default=Value(0), output_field=IntegerField())),
        )
        .filter(alike__gt=0)
        .order_by((F("alike") + F("near")).desc(), "-entry__published_at", "-entry_id")
    )


def _shared(own: list[EntryTerm], entry_ids: list[int]) -> dict[int, list[EntryTerm]]:
    """The entry's own terms that each of the others has, too: so labels are in its language."""
    mine = {(term.facet, term.code): term for term in own}
    codes = {code for _facet, code in mine}
    theirs = EntryTerm.objects.filter(
        entry__in=entry_ids, facet__in=(*WEIGHTS, "territory"), code__in=codes
    ).values_list("entry_id", "facet", "code")
    found: dict[int, list[EntryTerm]] = {}
    for entry_id, facet, code in theirs:
        if (facet, code) in mine:
            found.setdefault(entry_id, []).append(mine[facet, code])
    return {key: sorted(terms, key=lambda term: term.label) for key, terms in found.items()}


def _reason(shared: list[EntryTerm], nearness: dict[str, int]) -> str:
    """What two practices have in common, as one sentence."""

    def words(facet: str) -> list[str]:
        return [term.label for term in shared if term.facet == facet]

    def listed(labels: list[str]) -> str:
        return ", ".join(_inside_a_sentence(label) for label in labels)

    parts = []
    if topics := words("topic"):
        message = ngettext("same topic: %(words)s", "same topics: %(words)s", len(topics))
        parts.append(message % {"words": listed(topics)})
    if targets := words("target"):
        parts.append(gettext("for the same people: %(words)s") % {"words": listed(targets)})
    if blocks := words("block"):
        parts.append(gettext("built with similar pieces: %(words)s") % {"words": listed(blocks)})
    places = [term for term in shared if term.facet == "territory" and term.code in nearness]
    if places:
        nearest = max(places, key=lambda term: (nearness[term.code], term.label))
        parts.append(gettext("also in %(place)s") % {"place": nearest.label})
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _inside_a_sentence(label: str) -> str:
    """A label as it stands inside a sentence: small, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
