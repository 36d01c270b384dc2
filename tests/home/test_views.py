"""Pages that no editor writes: collections, developers, errors."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.catalogue.factories import make_collection, translate_collection
from tests.factories import HubSite
from tests.home.conftest import Commits, Read

pytestmark = pytest.mark.django_db


def test_a_collection_shows_its_entries_in_the_curators_order_with_notes(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        orchard = hub_site.practice(title="Orto")
        call = hub_site.call(title="Bando")
        make_collection(
            (call, "Si chiude presto."),
            orchard,
            title="Da dove cominciare",
            slug="cominciare",
            intro="Per chi arriva adesso.",
            curator="La redazione",
        )
    page = read("/it/collezioni/cominciare/")
    assert page.h1.text == "Da dove cominciare"
    assert [title.text for title in page.select(".card-title")] == ["Bando", "Orto"]
    assert page.select_one(".card-note").text == "Si chiude presto."
    assert "La redazione" in page.select_one(".page-head").text


def test_a_collection_names_its_feeds(hub_site: HubSite, commits: Commits, read: Read):
    with commits():
        make_collection(hub_site.practice(), slug="cura", title="Cura")
    page = read("/it/collezioni/cura/")
    named = [feed["href"] for feed in page.select('link[rel="alternate"][type]')]
    assert "/it/feeds/collections/cura/atom.xml" in named
    assert "/it/feeds/collections/cura/feed.json" in named
    links = [link["href"] for link in page.select(".ways a")]
    assert "/it/feeds/collections/cura/calendar.ics" in links
    assert "/api/v1/collections/cura/" in links


def test_a_collection_is_read_in_the_language_of_the_page(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        orchard = hub_site.practice(title="Orto", slug="orto")
        bakery = hub_site.practice(title="Forno", slug="forno")
        hub_site.in_english(orchard, title="Orchard", slug="orchard")
        collection = make_collection((orchard, "Nota."), bakery, title="Cura", slug="cura")
        translate_collection(collection, title="Care", notes=["A note.", ""])
    page = read("/en/collections/cura/")
    assert page.h1.text == "Care"
    assert [title.text for title in page.select(".card-title")] == ["Orchard", "Forno"]
    assert page.select_one(".card-note").text == "A note."
    assert page.select(".card")[1].select_one(".card-title a")["lang"] == "it"


def test_a_collection_without_a_translation_says_in_which_language_it_speaks(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        make_collection((hub_site.practice(), "Nota."), title="Cura", slug="cura")
    page = read("/en/collections/cura/")
    assert page.h1["lang"] == "it"
    assert page.select_one(".page-head .label-language").text == "In Italian"
    assert page.select_one(".card-note")["lang"] == "it"


def test_an_empty_collection_says_so(hub_site: HubSite, commits: Commits, read: Read):
    with commits():
        page = hub_site.practice()
        make_collection(page, slug="cura")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert read("/it/collezioni/cura/").select_one(".empty") is not None


@pytest.mark.parametrize("slug", ["segreta", "nessuna", "x" * 300])
def test_a_collection_that_is_not_public_is_not_found(
    hub_site: HubSite, commits: Commits, read: Read, slug: str
):
    with commits():
        make_collection(hub_site.practice(title="Orto"), slug="segreta", is_public=False)
    assert "Orto" not in read(f"/it/collezioni/{slug}/", status=404).text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_these_pages_can_only_be_read(hub_site: HubSite, client: Client, method: str):
    assert getattr(client, method)("/it/sviluppatori/").status_code == 405


def test_the_developers_page_lists_public_collections(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        make_collection(hub_site.practice(), title="Cura", slug="cura")
        make_collection(title="Segreta", slug="segreta", is_public=False)
    side = read("/it/sviluppatori/").select_one(".page-side")
    assert [title.text for title in side.select("h3")] == ["Cura"]


@pytest.mark.parametrize(
    ("address", "language", "words"),
    [("/it/niente/", "it", "Cerca"), ("/en/nothing/", "en", "Search")],
)
def test_a_missing_page_answers_in_the_language_of_its_address(
    hub_site: HubSite, read: Read, address: str, language: str, words: str
):
    page = read(address, status=404)
    assert page.html["lang"] == language
    assert page.select_one("main form button").text == words
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"


def test_a_private_page_asks_for_its_password_in_the_sites_own_dress(
    hub_site: HubSite, commits: Commits, read: Read, client: Client
):
    with commits():
        page = hub_site.practice(slug="orto", title="Segretissimo")
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type="password", password="apriti"
        )
    shown = read("/it/pratiche/orto/")
    assert "Segretissimo" not in shown.text
    assert shown.select_one('input[type="password"]') is not None
    address = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    assert shown.select_one("main form")["action"].endswith(address)
