"""Practices that may answer a need, with what speaks for each.

The rule can be told in a sentence: a shared topic counts three, a shared group of people two, the
same territory two, a larger one around both one, a word of the need in the practice's title or
summary one. At least three are needed. A person decides; the machine only finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from core.models import Territory
from events.models import Need

MOST = 8
ENOUGH = 3
TOPIC, TARGET, SAME_PLACE, AROUND, WORD = 3, 2, 2, 1, 1
# Shorter words say little; the beginning of longer ones stands for their endings, too.
WORD_LENGTH, STEM = 5, 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A public practice: its terms by facet, as codes with labels, and its words."""

    page_id: int
    title: str
    summary: str
    url: str
    terms: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A practice with its points and what they are for: labels by facet."""

    candidate: Candidate
    points: int
    reasons: dict[str, list[str]]


Finder = Callable[[], Iterable[Candidate]]
_finders: list[Finder] = []


def finds_candidates(finder: Finder) -> Finder:
    """Register a function that gives the practices there are: this room does not know them."""
    _finders.append(finder)
    return finder


def suggest(need: Need) -> list[Suggestion]:
    """The practices nobody has decided on yet, the most fitting first."""
    decided = set(need.answered_by.values_list("page_id", flat=True))
    wanted = _Wanted.by(need)
    found = [
        suggestion
        for finder in _finders
        for candidate in finder()
        if candidate.page_id not in decided
        if (suggestion := wanted.compare(candidate)).points >= ENOUGH
    ]
    found.sort(key=lambda one: (-one.points, one.candidate.title.casefold()))
    return found[:MOST]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a need is about, in the codes practices are found by."""

    topics: frozenset[str]
    targets: frozenset[str]
    place: str
    around: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def by(cls, need: Need) -> _Wanted:
        place: Territory = need.territory
        larger = place.with_larger()[1:]
        return cls(
            topics=frozenset(topic.code for topic in need.topics.all()),
            targets=frozenset(need.target_groups),
            place=place.code,
            # The whole country is around everything: it says nothing.
            around=frozenset(one.code for one in larger if one.parent_id is not None),
            stems=frozenset(_stems(f"{need.title} {need.description}")),
        )

    def compare(self, candidate: Candidate) -> Suggestion:
        """Count what a practice shares with the need."""
        topics = _shared(candidate, "topic", self.topics)
        targets = _shared(candidate, "target", self.targets)
        here = _shared(candidate, "territory", frozenset({self.place}))
        near = [] if here else _shared(candidate, "territory", self.around)
        words = sorted(self.stems & _stems(f"{candidate.title} {candidate.summary}"))
        points = TOPIC * len(topics) + TARGET * len(targets) + WORD * min(len(words), 2)
        points += SAME_PLACE if here else AROUND if near else 0
        reasons = {"topics": topics, "targets": targets, "territories": here or near[:1]}
        reasons["words"] = [f"{word}…" for word in words[:3]]
        return Suggestion(candidate, points, {name: told for name, told in reasons.items() if told})


def _shared(candidate: Candidate, facet: str, wanted: frozenset[str]) -> list[str]:
    terms = candidate.terms.get(facet, {})
    return [terms[code] for code in sorted(wanted & terms.keys())]


def _stems(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return {word[:STEM] for word in words if len(word) >= WORD_LENGTH}
