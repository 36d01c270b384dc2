"""A map of the regions: one tile each, roughly where the region lies, darker the more there is.

It needs no borders, which are somebody's work, and a small region is as easy to hit as a large one.
The list stands before the map and says the same in words. Where each tile lies is in
`static/css/tiles.css`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from core.models import Territory
from home.choices import ChoiceGroup

# Regions by ISTAT code from north to south, as one reads the map: the order of the keyboard.
SHORT = {
    "02": "VdA",
    "04": "TAA",
    "06": "FVG",
    "01": "Pie",
    "03": "Lom",
    "05": "Ven",
    "07": "Lig",
    "08": "E-R",
    "09": "Tos",
    "10": "Umb",
    "11": "Mar",
    "12": "Laz",
    "13": "Abr",
    "20": "Sar",
    "15": "Cam",
    "14": "Mol",
    "16": "Pug",
    "17": "Bas",
    "18": "Cal",
    "19": "Sic",
}
STEPS = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A region on the map: `step` is 0 for nothing there, up to STEPS for the most."""

    code: str
    short: str
    name: str
    url: str
    count: int
    step: int


def tiles_of(
    names: Mapping[str, str], counts: Mapping[str, int], addresses: Mapping[str, str]
) -> list[Tile]:
    """The tiles of the regions that have a name and an address; none where nothing is anywhere."""
    most = max((counts.get(code, 0) for code in SHORT), default=0)
    if not most:
        return []
    return [
        Tile(
            code,
            short,
            names[code],
            addresses[code],
            count := counts.get(code, 0),
            -(-count * STEPS // most),
        )
        for code, short in SHORT.items()
        if code in names and code in addresses
    ]


def of_contents(
    regions: Iterable[Territory], counts: Mapping[str, int], language: str
) -> list[Tile]:
    """How many contents are about each region; a tile leads to the region's page."""
    found = {region.code: region for region in regions}
    return tiles_of(
        {code: region.label(language) for code, region in found.items()},
        counts,
        {
            code: reverse("home:territory", kwargs={"word": region.address_part(language)})
            for code, region in found.items()
        },
    )


def of_cooperatives(groups: Iterable[ChoiceGroup]) -> list[Tile]:
    """How many cooperatives each region has; a tile narrows the directory to it."""
    wholes = [group.choices[0] for group in groups]
    address = reverse("home:cooperatives")
    return tiles_of(
        {one.code: one.label for one in wholes},
        {one.code: one.count for one in wholes},
        {one.code: f"{address}?territory={one.code}" for one in wholes},
    )
