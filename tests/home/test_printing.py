"""A collection as a booklet to be printed."""

import pytest

from tests.catalogue.factories import make_collection
from tests.factories import HubSite
from tests.home.conftest import Commits, Read


@pytest.mark.django_db
def test_the_booklet_has_a_cover_contents_and_a_card_for_each_thing(
    hub_site: HubSite, commits: Commits, read: Read
) -> None:
    with commits():
        pages = [hub_site.practice(title=f"Pratica {number}") for number in range(3)]
        make_collection((pages[0], "Da qui"), *pages[1:], slug="cura", title="Cura")
    page = read("/it/collezioni/cura/stampa/")

    assert page.h1.text == "Cura"
    assert page.select_one(".qr svg")
    links = [link["href"] for link in page.select(".contents a")]
    assert links == ["#item-1", "#item-2", "#item-3"]
    assert [one.text for one in page.select("article h2")] == [
        "Pratica 0",
        "Pratica 1",
        "Pratica 2",
    ]
    assert page.select_one(".note").text == "Da qui"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert read("/it/collezioni/cura/").select('a[href="/it/collezioni/cura/stampa/"]')


@pytest.mark.django_db
def test_what_is_not_public_is_not_printed(hub_site: HubSite, commits: Commits, read: Read) -> None:
    with commits():
        make_collection(hub_site.practice(), slug="segreta", is_public=False)
    read("/it/collezioni/segreta/stampa/", status=404)
    read("/it/collezioni/nessuna/stampa/", status=404)
