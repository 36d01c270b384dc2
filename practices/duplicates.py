"""Noticing that a cooperative is in the directory already, before it is there twice."""

from __future__ import annotations

from dataclasses import dataclass

from core.likeness import Wanted
from core.tax_codes import compact
from practices.models import Cooperative

ENOUGH_ALIKE = 0.8
SAME_TOWN = 0.1
# Less than this cannot become enough.
LEAST = ENOUGH_ALIKE - SAME_TOWN
MOST = 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may be the same cooperative.

    `is_certain` when a number is the same; otherwise `alike` says how much the names are, from 0
    to 1.
    """

    cooperative: Cooperative
    is_certain: bool
    alike: float


def with_number(*numbers: str, except_for: int | None = None) -> Cooperative | None:
    """The record that has one of these numbers, be it as tax code or as VAT number."""
    return (
        Cooperative.objects.with_codes(numbers).exclude(pk=except_for or 0).order_by("pk").first()
    )


def similar(
    *, name: str, numbers: tuple[str, ...] = (), municipality: str = "", except_for: int | None
) -> list[Likeness]:
    """Records that may be the same cooperative, the likeliest first; a few at most."""
    certain = [
        Likeness(one, is_certain=True, alike=1.0)
        for one in Cooperative.objects.with_codes(filter(None, map(compact, numbers)))
        .exclude(pk=except_for or 0)
        .order_by("pk")
    ]
    alike = _alike(name, municipality, {except_for} | {one.cooperative.pk for one in certain})
    return [*certain, *alike][:MOST]


def _alike(name: str, municipality: str, without: set[int | None]) -> list[Likeness]:
    wanted = Wanted(name)
    if not wanted.is_enough:
        return []
    town = municipality.strip().casefold()
    scores: dict[int, float] = {}
    rows = Cooperative.objects.values_list("pk", "name", "short_name", "municipality")
    for pk, legal, short, place in rows:
        if pk in without:
            continue
        score = max(wanted.alike(one, LEAST) for one in {legal, short or legal})
        if town and place.casefold() == town:
            score += SAME_TOWN
        if score >= ENOUGH_ALIKE:
            scores[pk] = min(score, 1.0)
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:MOST]
    found = Cooperative.objects.in_bulk(best)
    return [Likeness(found[pk], is_certain=False, alike=scores[pk]) for pk in best]
