"""Writes each page once for a transaction, however often the transaction touched it.

Publishing one practice saves the page several times, and records that it shows beside it. What
is written to the catalogue is the truth after the commit, so once is enough.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model

from catalogue import following

logger = logging.getLogger(__name__)

Find = Callable[..., Iterable[int]]
# How far back it is looked for the round that waits: the saves of one act come together.
LOOK_BACK = 100


class Round:
    """What one transaction touched, in the order in which it did."""

    def __init__(self) -> None:
        self.searches: list[tuple[Find, Any]] = []
        self.is_over = False

    def run(self, start: int) -> None:
        """Write what was touched from a place on; the first that is asked does it for all.

        A search that fails must not keep the others from being made.
        """
        if self.is_over:
            return
        self.is_over = True
        page_ids: set[int] = set()
        for find, argument in self._different(start):
            try:
                page_ids.update(find(argument))
            except Exception:
                logger.exception("Pages to write again were not found: %s", find.__name__)
        following.refresh(page_ids)

    def _different(self, start: int) -> Iterable[tuple[Find, Any]]:
        """Each search once. Two objects of one row may say different things: both count."""
        different = {}
        for find, argument in self.searches[start:]:
            key = id(argument) if isinstance(argument, Model) else argument
            different[find, key] = (find, argument)
        return different.values()


@dataclass(frozen=True)
class Touch:
    """What waits for the commit: a place in a round.

    Each touch waits for itself, because a savepoint that is undone takes its touches away.
    """

    round: Round
    place: int

    def __call__(self) -> None:
        """Write this and what was touched after it, unless an earlier one has done so."""
        self.round.run(self.place)


def refresh_on_commit(find: Find, argument: Any) -> None:
    """Refresh the pages that `find(argument)` gives once the transaction is through.

    A failure is logged and left to the reconciler. An undone savepoint may leave a search behind
    that is not needed; it writes what stands there already.
    """
    waiting = _waiting() or Round()
    touch = Touch(waiting, len(waiting.searches))
    waiting.searches.append((find, argument))
    transaction.on_commit(touch, robust=True)


def _waiting() -> Round | None:
    """The round of this transaction, if something was touched before."""
    hooks = transaction.get_connection().run_on_commit[-LOOK_BACK:]
    touches = (act for _savepoints, act, _robust in reversed(hooks) if isinstance(act, Touch))
    last = next(touches, None)
    return last.round if last is not None and not last.round.is_over else None
