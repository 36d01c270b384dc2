"""What search engines may read."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.catalogue.factories import make_collection
from tests.factories import HubSite
from tests.home.conftest import Commits

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HUB = "http://127.0.0.1:8000"


def sitemap(client: Client, section: str) -> dict[str, dict[str, str]]:
    answer = client.get(f"/sitemap-{section}.xml")
    assert answer.status_code == 200
    return {
        str(url.findtext(f"{SITEMAP}loc")): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.iter(f"{XHTML}link")
        }
        for url in ET.fromstring(answer.content)
    }


def test_public_pages_stand_in_the_sitemap_with_their_translations(
    hub_site: HubSite, commits: Commits, client: Client
):
    with commits():
        practice = hub_site.practice(slug="orto")
        hub_site.in_english(hub_site.practices, slug="practices")
        hub_site.in_english(practice, slug="orchard")
        hub_site.practice(slug="forno")
    found = sitemap(client, "pages")
    translations = {
        "it": f"{HUB}/it/pratiche/orto/",
        "en": f"{HUB}/en/practices/orchard/",
        "x-default": f"{HUB}/it/pratiche/orto/",
    }
    assert found[f"{HUB}/it/pratiche/orto/"] == translations
    assert found[f"{HUB}/en/practices/orchard/"] == translations
    assert found[f"{HUB}/it/pratiche/forno/"] == {}


def test_what_is_not_public_stands_nowhere(hub_site: HubSite, commits: Commits, client: Client):
    with commits():
        hub_site.practice(slug="bozza", publish=False)
        private = hub_site.practice(slug="privata")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        make_collection(private, slug="segreta", is_public=False)
    text = client.get("/sitemap-pages.xml").content + client.get("/sitemap-collections.xml").content
    for slug in (b"bozza", b"privata", b"segreta"):
        assert slug not in text


def test_collections_stand_in_both_languages(hub_site: HubSite, commits: Commits, client: Client):
    with commits():
        make_collection(hub_site.practice(), slug="cura")
    found = sitemap(client, "collections")
    assert f"{HUB}/en/collections/cura/" in found
    assert found[f"{HUB}/it/collezioni/cura/"]["en"] == f"{HUB}/en/collections/cura/"
    assert f"{HUB}/it/sviluppatori/" in found


@pytest.mark.parametrize("query", ["p=2", "p=x", "p=%00"])
def test_a_file_that_does_not_exist_is_not_found(hub_site: HubSite, client: Client, query: str):
    assert client.get(f"/sitemap-pages.xml?{query}").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_robots_are_told_where_the_map_is(hub_site: HubSite, client: Client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /it/cerca/?" in lines
    assert "Disallow: /en/search/?" in lines
    assert f"Sitemap: {HUB}/sitemap.xml" in lines


def test_the_sitemap_costs_few_queries_however_long_it_is(
    hub_site: HubSite, commits: Commits, client: Client, django_assert_max_num_queries
):
    with commits():
        for number in range(6):
            hub_site.practice(slug=f"pratica-{number}")
    with django_assert_max_num_queries(3):
        client.get("/sitemap-pages.xml")
