"""Curated collections in pages, and the list of those there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from catalogue.models import CuratedCollection, Entry
from core.content_checks import findings
from tests.catalogue.factories import make_collection, translate_collection
from tests.factories import HubSite
from tests.home.conftest import Commits, Read

pytestmark = pytest.mark.django_db


def block(collection: CuratedCollection | None, limit: int = 2, title: str = "") -> Any:
    return ("collection", {"collection": collection, "title": title, "limit": limit})


def cards(page: Any) -> list[str]:
    return [one.text for one in page.select(".collection-section .card-title")]


@pytest.fixture
def collection(hub_site: HubSite, commits: Commits) -> CuratedCollection:
    with commits():
        first, second, third = (hub_site.practice(title=f"Pratica {n}") for n in (1, 2, 3))
        hidden = hub_site.practice(title="Bozza", publish=False)
        return make_collection(
            hidden, (second, "Da qui."), first, third, title="Cominciare", slug="cominciare"
        )


def test_a_page_shows_the_beginning_of_a_collection_with_notes_and_the_way_to_all(
    hub_site: HubSite, commits: Commits, read: Read, collection: CuratedCollection
) -> None:
    with commits():
        hub_site.standard_page(slug="noi", body=[block(collection)])
        hub_site.practice(slug="orto", body=[block(collection, title="Leggi anche")])
    page, practice = read("/it/noi/"), read("/it/pratiche/orto/")

    assert cards(page) == ["Pratica 2", "Pratica 1"]
    assert page.select_one(".card-note").text == "Da qui."
    assert page.select_one(".collection-section .more")["href"] == "/it/collezioni/cominciare/"
    assert page.select_one(".collection-section h2").text == "Cominciare"
    assert practice.select_one(".collection-section h2").text == "Leggi anche"


def test_of_a_collection_that_is_closed_readers_see_nothing_and_editors_are_told(
    hub_site: HubSite, commits: Commits, read: Read, collection: CuratedCollection
) -> None:
    with commits():
        page = hub_site.standard_page(slug="noi", body=[block(collection)])
    assert '"collection":"cominciare"' in Entry.objects.get(uid=page.uid).detail.replace(" ", "")

    with commits():
        collection.is_public = False
        collection.save()

    text = str(read("/it/noi/"))
    page = type(page).objects.get(pk=page.pk)
    assert "Cominciare" not in text
    assert "Pratica 2" not in text
    assert "cominciare" not in Entry.objects.get(uid=page.uid).detail
    assert "«Cominciare» non è pubblica" in page.make_preview_request().content.decode()
    assert [one.where for one in findings(page)][:1] == ["Raccolta"]


def test_a_collection_that_was_deleted_leaves_the_page_readable(
    hub_site: HubSite, commits: Commits, read: Read, collection: CuratedCollection
) -> None:
    with commits():
        page = hub_site.standard_page(slug="noi", title="Chi siamo", body=[block(collection)])
    with commits():
        collection.delete()

    assert read("/it/noi/").h1.text == "Chi siamo"
    assert "cominciare" not in Entry.objects.get(uid=page.uid).detail


def test_public_collections_with_something_in_them_are_listed(
    hub_site: HubSite, commits: Commits, read: Read, collection: CuratedCollection
) -> None:
    with commits():
        make_collection(title="Vuota", slug="vuota")
        make_collection(hub_site.practice(), title="Chiusa", slug="chiusa", is_public=False)
        translate_collection(collection, title="Where to begin", notes=["", "", "", ""])
    italian, english = read("/it/collezioni/"), read("/en/collections/")

    assert [one.text for one in italian.select(".card-title")] == ["Cominciare"]
    assert [one.text for one in english.select(".card-title")] == ["Where to begin"]
    assert english.select_one(".card-title a")["href"] == "/en/collections/cominciare/"
    assert italian.select_one(".card .label").text == "3 contenuti"
    assert reverse("home:collections") in str(italian.select_one(".site-footer"))


def test_without_collections_the_list_says_so(hub_site: HubSite, read: Read) -> None:
    assert read("/it/collezioni/").select_one(".empty") is not None
