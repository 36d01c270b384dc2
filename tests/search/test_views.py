"""The page of search results."""

import pytest

from search import views
from tests.factories import CooperativeFactory, HubSite, TopicFactory
from tests.search.conftest import Commits, Read

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(hub_site: HubSite, commits: Commits) -> HubSite:
    farming = TopicFactory(name="Agricoltura sociale", slug="agricoltura-sociale")
    with commits():
        for number in range(3):
            hub_site.practice(title=f"Orto {number}", topics=[farming])
        hub_site.call(title="Bando")
    return hub_site


def titles(page) -> list[str]:
    return [title.text for title in page.select(".card-title")]


def test_an_empty_search_asks_and_lists_nothing(shelf: HubSite, read: Read):
    page = read("/it/cerca/")
    assert page.select_one('main input[name="q"]') is not None
    assert page.select(".results-count, .card, .empty") == []


def test_results_are_counted_and_the_question_stays(shelf: HubSite, read: Read):
    page = read("/it/cerca/?q=orto&kind=practice")
    assert titles(page) == ["Orto 2", "Orto 1", "Orto 0"]
    assert page.select_one(".results-count").text.startswith("3")
    assert page.select_one('main input[name="q"]')["value"] == "orto"
    assert page.select_one("option[selected]")["value"] == "practice"


def test_a_topic_leads_to_everything_about_it_and_is_named(shelf: HubSite, read: Read):
    page = read("/it/cerca/?topic=agricoltura-sociale")
    assert len(titles(page)) == 3
    assert "Agricoltura sociale" in page.select_one(".results-count").text
    assert page.select_one('input[type="hidden"][name="topic"]')["value"] == "agricoltura-sociale"


def test_cooperatives_are_found_by_name_and_place(shelf: HubSite, read: Read):
    CooperativeFactory(name="La Ginestra", municipality="Comacchio")
    CooperativeFactory(name="Ginestra nascosta", is_listed=False)
    page = read("/it/cerca/?q=ginestra")
    assert [row.text for row in page.select(".directory-row h4")] == ["La Ginestra"]
    assert page.select(".empty") == []
    assert page.select(".directory-row + .more") == []
    assert len(read("/it/cerca/?q=comacchio").select(".directory-row")) == 1
    assert read("/it/cerca/?q=ginestra&kind=call").select(".directory-row") == []


def test_many_cooperatives_lead_to_the_directory(shelf: HubSite, read: Read):
    for number in range(7):
        CooperativeFactory(name=f"Ginestra {number}")
    page = read("/it/cerca/?q=ginestra")
    assert len(page.select(".directory-row")) == 6
    assert page.select_one("section .more")["href"].endswith("?q=ginestra")


def test_nothing_found_says_what_may_help(shelf: HubSite, read: Read):
    assert read("/it/cerca/?q=niente").select_one(".empty") is not None


def test_long_results_come_in_pages(shelf: HubSite, read: Read, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    page = read("/it/cerca/?q=orto&page=2")
    assert titles(page) == ["Orto 0"]
    assert page.select_one('a[rel="prev"]')["href"] == "?q=orto&page=1"
    read("/it/cerca/?q=orto&page=3", status=404)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("q=" + "x" * 201, "id_q_error"),
        ("q=%00", "id_q_error"),
        ("q=orto&kind=nothing", "id_kind_error"),
        ("q=orto&kind=%00", "id_kind_error"),
    ],
)
def test_what_makes_no_sense_is_named_at_its_field(
    shelf: HubSite, read: Read, query: str, field: str
):
    page = read(f"/it/cerca/?{query}")
    assert page.select_one(f"#{field}").text != ""
    assert page.select(".card") == []


@pytest.mark.parametrize(
    "query", ["topic=%00", "topic=a%20b", "territory=%27", "topic=" + "x" * 90]
)
def test_a_filter_that_cannot_be_is_named(shelf: HubSite, read: Read, query: str):
    page = read(f"/it/cerca/?{query}")
    assert page.select_one(".note") is not None
    assert page.select(".card") == []


def test_what_a_visitor_types_is_never_markup(shelf: HubSite, read: Read):
    hostile = "%3Cscript%3Ealert(1)%3C/script%3E%22onfocus=alert(1)"
    page = read(f"/it/cerca/?q={hostile}")
    assert page.select_one('main input[name="q"]')["value"].startswith("<script>")
    assert [tag.get("src") for tag in page.select("script")] == ["/static/js/hub.js"]


def test_results_are_no_matter_for_search_engines(shelf: HubSite, read: Read):
    page = read("/en/search/?q=orto")
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert titles(page) == ["Orto 2", "Orto 1", "Orto 0"]
    assert page.select_one(".label-language").text == "In Italian"
