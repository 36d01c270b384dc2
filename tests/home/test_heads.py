"""What the head of a page tells browsers, search engines and other sites."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import AdminFactory, HubSite, ImageFactory
from tests.home.conftest import Commits, Read

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \"'"


def meta(page, name: str) -> str | None:
    tag = page.select_one(f'meta[name="{name}"], meta[property="{name}"]')
    return tag["content"] if tag else None


def structured(page) -> dict[str, dict]:
    blocks = [json.loads(tag.string) for tag in page.select('[type="application/ld+json"]')]
    return {block["@type"]: block for block in blocks}


def test_a_page_has_one_title_one_description_and_one_address(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        hub_site.practice(title="Orto", slug="orto", summary="Un orto per tutti.")
    page = read("/it/pratiche/orto/?utm_source=x")
    assert page.title.text == "Orto – Coop Hub"
    assert meta(page, "description") == "Un orto per tutti."
    assert page.html["lang"] == "it"
    address = "http://127.0.0.1:8000/it/pratiche/orto/"
    assert page.select_one('link[rel="canonical"]')["href"] == address
    assert meta(page, "og:url") == address
    assert meta(page, "og:title") == "Orto"
    assert meta(page, "og:type") == "article"
    assert meta(page, "robots") is None


def test_words_written_for_search_engines_come_before_title_and_summary(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        hub_site.practice(slug="orto", seo_title="Orti urbani", search_description="Per chi cerca.")
    page = read("/it/pratiche/orto/")
    assert page.title.text == "Orti urbani – Coop Hub"
    assert meta(page, "description") == "Per chi cerca."


def test_the_main_picture_is_shared_with_its_description(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        hub_site.practice(slug="orto", lead_image=ImageFactory(), lead_image_alt="Un orto")
    page = read("/it/pratiche/orto/")
    assert str(meta(page, "og:image")).startswith("http://127.0.0.1:8000/media/")
    assert meta(page, "og:image:alt") == "Un orto"


def test_every_page_names_the_feeds_of_the_hub(hub_site: HubSite, read: Read):
    feeds = read("/it/").select('link[rel="alternate"][type]')
    assert [feed["href"] for feed in feeds] == ["/it/feeds/atom.xml", "/it/feeds/feed.json"]


def test_a_practice_describes_itself_as_an_article(hub_site: HubSite, commits: Commits, read: Read):
    with commits():
        practice = hub_site.practice(title="Orto", slug="orto")
    data = structured(read("/it/pratiche/orto/"))
    assert data["Article"]["headline"] == "Orto"
    assert data["Article"]["author"]["name"] == str(practice.lead_cooperative)
    assert data["Article"]["license"].startswith("https://creativecommons.org/")
    steps = data["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]


def test_an_event_describes_itself_with_its_times_and_its_state(
    hub_site: HubSite, commits: Commits, read: Read
):
    starts_at = timezone.now() + timedelta(days=3)
    with commits():
        hub_site.event(slug="incontro", starts_at=starts_at, venue="Sala", status="cancelled")
    event = structured(read("/it/calendario/incontro/"))["Event"]
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["location"] == {"@type": "Place", "name": "Sala", "address": "Sala"}
    assert event["startDate"].endswith("Z")


def test_an_event_describes_the_municipality_it_takes_place_in(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        hub_site.event(slug="incontro", venue="Sala", address="Via Roma 1", municipality="Copparo")
    place = structured(read("/it/calendario/incontro/"))["Event"]["location"]
    assert place["name"] == "Sala"
    assert place["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Copparo",
        "streetAddress": "Via Roma 1",
    }


def test_the_address_of_an_online_event_is_never_told(hub_site: HubSite, commits: Commits, client):
    with commits():
        hub_site.event(slug="rete", mode="online", venue="", online_url="https://meet.example/x")
    answer = client.get("/it/calendario/rete/")
    assert answer.status_code == 200
    assert b"meet.example" not in answer.content


def test_calls_and_paths_describe_themselves(hub_site: HubSite, commits: Commits, read: Read):
    with commits():
        hub_site.call(slug="bando", question="Chi lo fa?")
        hub_site.path(slug="percorso", question="Può nascere qui?")
    assert structured(read("/it/bandi/bando/"))["CreativeWork"]["headline"] == "Chi lo fa?"
    assert structured(read("/it/calendario/percorso/"))["Project"]["description"] == (
        "Può nascere qui?"
    )


def test_the_home_page_says_where_the_site_can_be_searched(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        hub_site.home.save_revision().publish()
    action = structured(read("/it/"))["WebSite"]["potentialAction"]
    assert action["target"] == "http://127.0.0.1:8000/it/cerca/?q={query}"


def test_no_title_breaks_out_of_the_page(hub_site: HubSite, commits: Commits, client, read: Read):
    with commits():
        hub_site.practice(title=HOSTILE, slug="orto", summary=HOSTILE, need=HOSTILE)
    for address in ("/it/pratiche/orto/", "/it/pratiche/", "/it/", "/it/cerca/?q=alert"):
        page = read(address)
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert [tag.get("src") for tag in page.select("script:not([type])")] == [
            "/static/js/hub.js"
        ]
    article = structured(read("/it/pratiche/orto/"))["Article"]
    assert article["name"] == HOSTILE


def test_a_preview_is_kept_from_search_engines(hub_site: HubSite, client, read: Read):
    draft = hub_site.practice(slug="bozza", publish=False)
    client.force_login(AdminFactory(is_staff=True))
    page = read(f"/admin/pages/{draft.pk}/view_draft/")
    assert meta(page, "robots") == "noindex"
    assert structured(page).keys() == {"BreadcrumbList"}
