"""The regions as tiles: a second view of what the lists say in words."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from core.models import Territory
from core.territories import load_territories
from home import tiles
from tests.catalogue.conftest import Commits, commits
from tests.factories import CooperativeFactory, HubSite

__all__ = ["commits"]

NAMES = {code: f"Regione {code}" for code in tiles.SHORT}
ADDRESSES = {code: f"/{code}/" for code in tiles.SHORT}


def test_every_region_of_today_has_a_tile_with_a_place_of_its_own() -> None:
    css = (Path(settings.BASE_DIR) / "static/css/tiles.css").read_text()
    places = dict(re.findall(r"\.tile-(\d\d) \{\s*grid-area: (\d+ / \d+);", css))

    assert set(places) == set(tiles.SHORT)
    assert len(set(places.values())) == len(places) == 20


def test_the_keyboard_goes_from_north_to_south() -> None:
    css = (Path(settings.BASE_DIR) / "static/css/tiles.css").read_text()
    rows = dict(re.findall(r"\.tile-(\d\d) \{\s*grid-area: (\d+)", css))
    order = [int(rows[code]) for code in tiles.SHORT]

    assert order == sorted(order)


def test_a_tile_is_the_darker_the_more_there_is_and_pale_only_where_nothing_is() -> None:
    found = tiles.tiles_of(NAMES, {"08": 40, "09": 20, "10": 1}, ADDRESSES)

    steps = {tile.code: tile.step for tile in found}
    assert (steps["08"], steps["09"], steps["10"], steps["01"]) == (4, 2, 1, 0)


def test_where_nothing_is_anywhere_there_is_no_map() -> None:
    assert tiles.tiles_of(NAMES, {}, ADDRESSES) == []


@pytest.mark.django_db
def test_the_tiles_of_the_directory_narrow_it(hub_site: HubSite, client: Client) -> None:
    load_territories()
    ferrara = Territory.objects.get(code="038")
    CooperativeFactory(name="Del Po", territory=ferrara)

    page = client.get("/it/cooperative/").content.decode()

    assert 'href="/it/cooperative/?territory=08"' in page
    assert "Emilia-Romagna: 1" in page
    assert "Del Po" in client.get("/it/cooperative/?territory=08").content.decode()


@pytest.mark.django_db
def test_the_tiles_of_the_territories_lead_to_their_pages(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    with commits():
        load_territories()
        hub_site.practice(territories=[Territory.objects.get(code="038")])

    page = client.get("/it/territori/").content.decode()
    assert page.count('class="tile ') == 20
    assert "Emilia-Romagna: 1" in page
