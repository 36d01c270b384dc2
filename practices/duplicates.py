"""Noticing that a cooperative is in the directory already, before it is there twice."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from practices.models import Cooperative
from practices.tax_codes import compact

# What nearly every cooperative's name holds, so that it tells nothing about which one it is.
NOISE = frozenset(
    [
        "a",
        "ar",
        "arl",
        "azioni",
        "coop",
        "cooperativa",
        "cooperative",
        "consortile",
        "e",
        "ets",
        "impresa",
        "in",
        "l",
        "limitata",
        "liquidazione",
        "onlus",
        "per",
        "r",
        "responsabilita",
        "rl",
        "s",
        "sc",
        "scarl",
        "scpa",
        "scrl",
        "scs",
        "sigla",
        "soc",
        "sociale",
        "sociali",
        "societa",
        "spa",
        "srl",
    ]
)
ENOUGH_ALIKE = 0.8
SAME_TOWN = 0.1
MOST = 6
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may be the same cooperative.

    `is_certain` when a number is the same; otherwise `alike` says how much the names are, from 0
    to 1.
    """

    cooperative: Cooperative
    is_certain: bool
    alike: float


def bare_name(name: str) -> str:
    """The words of a name that tell which cooperative it is, without accents and in order."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.findall(r"[a-z0-9]+", plain.replace(".", ""))
    telling = [word for word in words if word not in NOISE]
    return " ".join(sorted(telling or words))


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
    wanted = bare_name(name)
    if len(wanted) < SHORTEST:
        return []
    town = municipality.strip().casefold()
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scores: dict[int, float] = {}
    rows = Cooperative.objects.values_list("pk", "name", "short_name", "municipality")
    for pk, legal, short, place in rows:
        if pk in without:
            continue
        score = max(_ratio(matcher, bare_name(one)) for one in {legal, short or legal})
        if town and place.casefold() == town:
            score += SAME_TOWN
        if score >= ENOUGH_ALIKE:
            scores[pk] = min(score, 1.0)
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:MOST]
    found = Cooperative.objects.in_bulk(best)
    return [Likeness(found[pk], is_certain=False, alike=scores[pk]) for pk in best]


def _ratio(matcher: SequenceMatcher[str], name: str) -> float:
    """How much two names are alike; cheap bounds first, because there are thousands."""
    least = ENOUGH_ALIKE - SAME_TOWN
    matcher.set_seq1(name)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
