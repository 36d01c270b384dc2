"""Which readers of which places something concerns: those around it and those within it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.models import Territory

Parents = Mapping[str, str | None]


def parents_of_all() -> Parents:
    """The code of the territory each territory lies in; None for the whole country."""
    return dict(Territory.objects.values_list("code", "parent__code"))


def reached(codes: Iterable[str], parents: Parents) -> frozenset[str] | None:
    """The territories whose readers some territories concern: these, those around, those within.

    None, which means all, for no territory and for the whole country.
    """
    own = set(codes)
    if not own or any(parents.get(code) is None for code in own):
        return None
    found: set[str] = set()
    for code in parents:
        around = _with_larger(code, parents)
        if own & around:
            found.add(code)
        if code in own:
            found |= around
    return frozenset(found)


def _with_larger(code: str, parents: Parents) -> set[str]:
    chain: set[str] = set()
    step: str | None = code
    while step is not None and step not in chain:
        chain.add(step)
        step = parents.get(step)
    return chain
