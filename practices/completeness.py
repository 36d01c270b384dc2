"""How much a practice tells, as a number, and what would add most to it.

Each thing a reader looks for has a weight; the weights make 100. What weighs most is what others
need in order to learn from a practice: its pieces, its results, what did not work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.models.requirements import readable_text

if TYPE_CHECKING:
    from practices.models import PracticePage

BLOCKS, RESULTS, STORY = _("Building blocks"), _("Results"), _("Content")
Told = Callable[["PracticePage"], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """Something a practice may tell: what it weighs, what it is called, on which tab it stands."""

    name: str
    weight: int
    title: Promise
    tab: Promise
    is_told: Told


def _has(name: str) -> Told:
    def is_told(page: PracticePage) -> bool:
        value = getattr(page, name)
        if isinstance(value, str):
            return bool(readable_text(value).strip())
        return len(value) > 0 if hasattr(value, "__len__") else value is not None

    return is_told


def _failure(page: PracticePage) -> bool:
    return bool(page.what_did_not_work.strip()) or page.prefers_not_to_say


def _resources(page: PracticePage) -> bool:
    return page.people_fte is not None or page.volunteers is not None


ITEMS = (
    Item("lead_image", 5, _("main picture"), STORY, _has("lead_image")),
    Item("need", 6, _("the need"), STORY, _has("need")),
    Item("target_groups", 5, _("for whom"), STORY, _has("target_groups")),
    Item("what_we_do", 8, _("what is done"), STORY, _has("what_we_do")),
    Item("innovation", 6, _("what is new"), STORY, _has("innovation")),
    Item("body", 5, _("The story"), STORY, _has("body")),
    Item("started_year", 3, _("started in"), STORY, _has("started_year")),
    Item("involvement", 3, _("how those concerned take part"), STORY, _has("involvement")),
    Item("building_blocks", 12, _("building blocks"), BLOCKS, _has("building_blocks")),
    Item("can_be_reused", 5, _("what can be taken up"), BLOCKS, _has("can_be_reused")),
    Item("needs_adapting", 3, _("what must be adapted"), BLOCKS, _has("needs_adapting")),
    Item("help_offered", 4, _("help offered"), BLOCKS, _has("help_offered")),
    Item("people", 3, _("people at work"), BLOCKS, _resources),
    Item("running_budget", 4, _("money for a year"), BLOCKS, _has("running_budget")),
    Item("sustainability", 4, _("how it goes on"), BLOCKS, _has("sustainability")),
    Item("outcomes", 7, _("what came of it"), RESULTS, _has("outcomes")),
    Item("results", 6, _("results"), RESULTS, _has("results")),
    Item("beneficiaries", 2, _("people reached in a year"), RESULTS, _has("beneficiaries")),
    Item("what_did_not_work", 6, _("what did not work"), RESULTS, _failure),
    Item("evidence_level", 2, _("evidence"), RESULTS, _has("evidence_level")),
    Item("sdg_first", 1, _("first goal"), RESULTS, _has("sdg_first")),
)


def score(page: PracticePage) -> int:
    """How complete a practice is, from 0 to 100."""
    return sum(item.weight for item in ITEMS if item.is_told(page))


def most_useful(page: PracticePage, most: int = 3) -> list[Item]:
    """What is not told yet and would add most, the heaviest first."""
    untold = [item for item in ITEMS if not item.is_told(page)]
    return sorted(untold, key=lambda item: -item.weight)[:most]
