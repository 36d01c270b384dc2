"""Ways through the site: menu, trail, languages."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import CooperativeFactory, HubSite
from tests.home.conftest import Commits, Read

pytestmark = pytest.mark.django_db


def hreflangs(page) -> dict[str, str]:
    links = page.select('link[rel="alternate"][hreflang]')
    return {link["hreflang"]: link["href"] for link in links}


def switch(page, language: str):
    return page.select_one(f'.site-tools a[hreflang="{language}"]')


def test_the_menu_holds_the_sections_that_editors_chose(in_menu: HubSite, read: Read):
    page = read("/it/pratiche/")
    links = page.select(".site-nav a")
    assert [link.text for link in links] == ["Pratiche", "Bandi", "Calendario", "Cooperative"]
    assert page.select_one('.site-nav [aria-current="page"]').text == "Pratiche"


def test_the_menu_shows_the_section_a_page_stands_in(
    in_menu: HubSite, commits: Commits, read: Read
):
    with commits():
        in_menu.practice(slug="orto")
    page = read("/it/pratiche/orto/")
    assert page.select_one('.site-nav [aria-current="true"]').text == "Pratiche"


def test_the_menu_has_no_private_and_no_unpublished_section(in_menu: HubSite, read: Read):
    PageViewRestriction.objects.create(page=in_menu.calls, restriction_type="login")
    in_menu.events.unpublish()
    assert [link.text for link in read("/it/").select(".site-nav a")] == ["Pratiche", "Cooperative"]


def test_each_language_has_its_own_menu(in_menu: HubSite, read: Read):
    assert [link.text for link in read("/en/").select(".site-nav a")] == [
        "Practices",
        "Cooperatives",
    ]


def test_the_directory_of_cooperatives_stands_in_the_menu_and_below(in_menu: HubSite, read: Read):
    cooperative = CooperativeFactory(is_listed=True)
    page = read("/it/cooperative/")
    here = page.select_one('.site-nav [aria-current="page"]')
    assert (here.text, here["href"]) == ("Cooperative", "/it/cooperative/")
    assert page.select_one('.site-footer a[href="/it/cooperative/"]')
    profile = read(f"/it/cooperative/{cooperative.slug}/")
    assert profile.select_one('.site-nav [aria-current="true"]').text == "Cooperative"


def test_a_page_names_its_translations_and_the_one_for_everybody_else(
    in_menu: HubSite, commits: Commits, read: Read
):
    with commits():
        practice = in_menu.practice(slug="orto")
        in_menu.in_english(practice, title="Orchard", slug="orchard")
    expected = {
        "it": "http://127.0.0.1:8000/it/pratiche/orto/",
        "en": "http://127.0.0.1:8000/en/practices/orchard/",
        "x-default": "http://127.0.0.1:8000/it/pratiche/orto/",
    }
    assert hreflangs(read("/it/pratiche/orto/")) == expected
    assert hreflangs(read("/en/practices/orchard/")) == expected


def test_the_language_switch_leads_to_the_same_page(in_menu: HubSite, commits: Commits, read: Read):
    with commits():
        practice = in_menu.practice(slug="orto")
        in_menu.in_english(practice, slug="orchard")
    page = read("/it/pratiche/orto/")
    assert switch(page, "en")["href"].endswith("/en/practices/orchard/")
    assert page.select(".untranslated") == []


def test_without_a_translation_the_switch_says_so_and_leads_to_the_nearest_page_above(
    in_menu: HubSite, commits: Commits, read: Read
):
    with commits():
        in_menu.practice(slug="orto")
    page = read("/it/pratiche/orto/")
    assert switch(page, "en")["href"].endswith("/en/practices/")
    note = page.select_one(".untranslated")
    assert note["lang"] == "en"
    assert "not available in English yet" in note.text
    assert note.a["href"].endswith("/en/practices/")
    assert switch(page, "en")["aria-describedby"] == note.p["id"]
    assert hreflangs(page) == {}


def test_a_translation_that_is_a_draft_or_private_is_not_named(
    in_menu: HubSite, commits: Commits, read: Read
):
    with commits():
        draft = in_menu.in_english(in_menu.practice(slug="orto"), slug="orchard", publish=False)
        private = in_menu.in_english(in_menu.practice(slug="forno"), slug="bakery")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert draft.live is False
    for address in ("/it/pratiche/orto/", "/it/pratiche/forno/"):
        page = read(address)
        assert switch(page, "en")["href"].endswith("/en/practices/")
        assert hreflangs(page) == {}


def test_a_page_that_only_mirrors_another_language_says_so(
    in_menu: HubSite, commits: Commits, read: Read
):
    with commits():
        practice = in_menu.practice(slug="orto", title="L’orto di tutti")
        english = practice.copy_for_translation(in_menu.home_en.locale, alias=True)
    page = read(f"/en/practices/{english.slug}/")
    assert "has not been translated yet" in page.select_one(".note").text
    assert "Italian" in page.select_one(".note").text
    assert page.article["lang"] == "it"


def test_the_trail_leads_from_the_home_page_to_the_page(
    in_menu: HubSite, commits: Commits, read: Read
):
    with commits():
        in_menu.practice(slug="orto", title="Orto")
    page = read("/it/pratiche/orto/")
    steps = page.select(".breadcrumb li")
    assert [step.get_text(strip=True) for step in steps] == ["Coop Hub", "Pratiche", "Orto"]
    assert steps[-1].select_one("[aria-current=page]") is not None
    assert read("/it/").select(".breadcrumb") == []


def test_an_address_without_a_language_leads_to_the_readers(in_menu: HubSite, client):
    italian = client.get("/", headers={"accept-language": "it"})
    english = client.get("/", headers={"accept-language": "en-GB,en;q=0.8"})
    assert (italian.status_code, italian["Location"]) == (302, "/it/")
    assert (english.status_code, english["Location"]) == (302, "/en/")


def test_views_that_are_no_pages_switch_to_their_own_translation(in_menu: HubSite, read: Read):
    assert switch(read("/it/sviluppatori/"), "en")["href"].endswith("/en/developers/")
    assert switch(read("/en/search/"), "it")["href"].endswith("/it/cerca/")
