"""What no longer holds of a place once its address is another: the point, the municipality's code.

Nobody may be led to where a cooperative was: what is not given anew is cleared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practices.models import Precision
from practices.models.places import Place

POINT: dict[str, Any] = {
    "latitude": None,
    "longitude": None,
    "precision": Precision.MUNICIPALITY.value,
}
CODE: dict[str, Any] = {"municipality_istat": ""}
CLEARED = (*CODE, *POINT)


def outdated(place: Place, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be cleared of a place when these fields are changed, with what is to stand there.

    Another way of writing the same address clears nothing.
    """
    has_left = _differs(place.municipality, changes.get("municipality"))
    has_moved = has_left or _differs(place.address, changes.get("address"))
    found = (CODE if has_left else {}) | (POINT if has_moved else {})
    return {
        name: value
        for name, value in found.items()
        if name not in changes and getattr(place, name) != value
    }


def _differs(before: str, after: Any) -> bool:
    """Whether two ways of writing mean something else; None is no change."""
    return after is not None and _bare(before) != _bare(str(after))


def _bare(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())
