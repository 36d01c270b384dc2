"""Noticing that an organisation is in the list already, before it is there twice."""

from __future__ import annotations

from dataclasses import dataclass

from core.likeness import Wanted
from core.models import Organisation
from core.tax_codes import compact

ENOUGH_ALIKE = 0.8
MOST = 6


@dataclass(frozen=True, slots=True)
class Alike:
    """An organisation that may be the same; `is_certain` when the tax code is."""

    organisation: Organisation
    is_certain: bool
    ratio: float


def similar(*, name: str, tax_code: str, except_for: int | None) -> list[Alike]:
    """Organisations that may be the same, the likeliest first; a few at most."""
    others = Organisation.objects.current().exclude(pk=except_for or 0)
    number, wanted = compact(tax_code), Wanted(name)
    found = []
    for one in others:
        if number and one.tax_code == number:
            found.append(Alike(one, is_certain=True, ratio=1.0))
        elif wanted.is_enough and (ratio := wanted.alike(one.name, ENOUGH_ALIKE)) >= ENOUGH_ALIKE:
            found.append(Alike(one, is_certain=False, ratio=ratio))
    return sorted(found, key=lambda one: (not one.is_certain, -one.ratio, one.organisation.name))[
        :MOST
    ]
