"""Pages that speak of a record which they do not name themselves.

A page's own fields tell which records it shows, and the catalogue reads them off. Where it is the
record that names the page, as an event names its path, the room that knows says so here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model

Finder = Callable[[Any], Iterable[int]]
_finders: dict[type[Model], Finder] = {}


def echoed_by(model: type[Model]) -> Callable[[Finder], Finder]:
    """Register a function that gives the ids of the pages that speak of a record."""

    def register(finder: Finder) -> Finder:
        _finders[model] = finder
        return finder

    return register


def has_echoes(model: type[Model]) -> bool:
    """Whether any page may speak of records of this model without naming them."""
    return model in _finders


def page_ids_echoing(record: Model) -> set[int]:
    """The ids of the pages that speak of a record."""
    finder = _finders.get(type(record))
    return set(finder(record)) if finder else set()
