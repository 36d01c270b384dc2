"""The lists of the site: filters, pages, fallbacks, empty states, bad input."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue import popularity
from core.models import Topic
from home import agenda, collected, front_page, listings
from tests.catalogue.factories import make_collection, translate_collection
from tests.factories import HubSite, RegionFactory, TerritoryFactory, TopicFactory, locale
from tests.home.conftest import Commits, Read

pytestmark = pytest.mark.django_db


def titles(page) -> list[str]:
    return [title.get_text(strip=True) for title in page.select("main .card-title")]


def options(page, name: str) -> list[str]:
    return [option.text for option in page.select(f'select[name="{name}"] option')]


@pytest.fixture
def practices(hub_site: HubSite, commits: Commits) -> HubSite:
    """Three practices: farming in Ferrara, farming in Lecce, housing in Ferrara."""
    farming = TopicFactory(name="Agricoltura sociale", slug="agricoltura-sociale")
    housing = TopicFactory(name="Abitare", slug="abitare")
    ferrara = TerritoryFactory()
    puglia = RegionFactory(code="16", name="Puglia")
    lecce = TerritoryFactory(code="075", name="Lecce", plate="LE", parent=puglia)
    with commits():
        hub_site.practice(title="Orto", slug="orto", topics=[farming], territories=[ferrara])
        hub_site.practice(title="Uliveto", slug="uliveto", topics=[farming], territories=[lecce])
        hub_site.practice(title="Casa", slug="casa", topics=[housing], territories=[ferrara])
    return hub_site


def test_the_newest_practice_comes_first(practices: HubSite, read: Read):
    assert titles(read("/it/pratiche/")) == ["Casa", "Uliveto", "Orto"]


def test_filters_name_what_there_is_and_how_much(practices: HubSite, read: Read):
    page = read("/it/pratiche/")
    assert options(page, "topic")[1:] == ["Abitare (1)", "Agricoltura sociale (2)"]
    groups = page.select('select[name="territory"] optgroup')
    assert [group["label"] for group in groups] == ["Italia", "Emilia-Romagna", "Puglia"]
    assert [option.text for option in groups[1].select("option")] == [
        "Emilia-Romagna (2)",
        "Ferrara (2)",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("topic=agricoltura-sociale", ["Uliveto", "Orto"]),
        ("territory=038", ["Casa", "Orto"]),
        ("territory=08", ["Casa", "Orto"]),
        ("topic=agricoltura-sociale&territory=16", ["Uliveto"]),
        ("territory=IT", ["Casa", "Uliveto", "Orto"]),
    ],
)
def test_a_list_is_narrowed_by_topic_and_territory(
    practices: HubSite, read: Read, query: str, expected: list[str]
):
    page = read(f"/it/pratiche/?{query}")
    assert titles(page) == expected
    assert page.select_one("h2.results-count").text.startswith(str(len(expected)))


def test_practices_are_narrowed_by_what_is_known_of_them(
    hub_site: HubSite, commits: Commits, read: Read
):
    with commits():
        hub_site.practice(
            title="Prova", maturity="pilot", target_groups=["older-people"], sdg_first=11
        )
        hub_site.practice(title="Corre", maturity="running", evidence_level=1)
    page = read("/it/pratiche/")
    assert [option["value"] for option in page.select("#filter-maturity option")] == [
        "",
        "pilot",
        "running",
    ]
    assert titles(read("/it/pratiche/?maturity=pilot")) == ["Prova"]
    assert titles(read("/it/pratiche/?target=older-people")) == ["Prova"]
    assert titles(read("/it/pratiche/?sdg=11")) == ["Prova"]
    narrowed = read("/it/pratiche/?evidence=1")
    assert titles(narrowed) == ["Corre"]
    assert narrowed.select_one("#filter-evidence option[selected]")["value"] == "1"
    assert titles(read("/it/pratiche/?evidence=1&maturity=pilot")) == []
    assert read("/it/pratiche/?maturity=nessuna").select_one(".note") is not None


def test_choices_that_no_practice_matches_together_say_what_to_do(practices: HubSite, read: Read):
    page = read("/it/pratiche/?topic=abitare&territory=16")
    assert titles(page) == []
    assert page.select_one(".empty a")["href"] == "/it/pratiche/"


@pytest.mark.parametrize(
    "query",
    [
        "topic=nessuno",
        "topic=%00",
        "territory=%00%27",
        "territory=" + "9" * 5000,
        "topic=abitare%F0%9F%92%A3",
    ],
)
def test_a_filter_that_makes_no_sense_is_left_out_and_named(
    practices: HubSite, read: Read, query: str
):
    page = read(f"/it/pratiche/?{query}")
    assert len(titles(page)) == 3
    assert page.select_one(".note") is not None


@pytest.mark.parametrize("query", ["utm_source=x", "sort=%00", "topic=", "territory=&topic="])
def test_parameters_that_mean_nothing_here_change_nothing(
    practices: HubSite, read: Read, query: str
):
    page = read(f"/it/pratiche/?{query}")
    assert len(titles(page)) == 3
    assert page.select(".note") == []


@pytest.mark.parametrize("number", ["0", "2", "-1", "abc", "1.5", "%00", "9" * 400, "٢", ""])
def test_a_page_that_the_list_does_not_have_is_not_found(
    practices: HubSite, read: Read, number: str
):
    assert read(f"/it/pratiche/?page={number}", status=404).h1 is not None


def test_long_lists_come_in_pages_that_keep_the_filters(
    hub_site: HubSite, commits: Commits, read: Read, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listings, "PAGE_SIZE", 2)
    farming = TopicFactory(name="Agricoltura", slug="agricoltura")
    with commits():
        for number in range(5):
            hub_site.practice(title=f"Pratica {number}", topics=[farming])
    page = read("/it/pratiche/?topic=agricoltura&page=2")
    assert titles(page) == ["Pratica 2", "Pratica 1"]
    assert page.select_one(".pagination [aria-current=page]").get_text(strip=True).endswith("2")
    following = page.select_one('.pagination a[rel="next"]')["href"]
    assert "topic=agricoltura" in following
    assert "page=3" in following
    assert page.select_one('link[rel="canonical"]')["href"].endswith("/it/pratiche/?page=2")


def test_what_is_not_translated_is_listed_with_its_language(
    practices: HubSite, commits: Commits, read: Read
):
    with commits():
        orchard = practices.practices.get_children().get(slug="orto").specific
        practices.in_english(practices.practices, title="Practices", slug="practices")
        practices.in_english(orchard, title="Orchard", slug="orchard")
    page = read("/en/practices/")
    assert titles(page) == ["Orchard", "Casa", "Uliveto"]
    cards = page.select("main .card")
    assert cards[0].select(".label-language") == []
    assert cards[1].select_one(".label-language").text == "In Italian"
    assert cards[1].select_one(".card-title a")["lang"] == "it"
    assert cards[1].select_one(".card-text")["lang"] == "it"


def test_a_list_without_anything_says_so(hub_site: HubSite, read: Read):
    for address in ("/it/pratiche/", "/it/bandi/", "/it/calendario/"):
        assert read(address).select_one(".empty").get_text(strip=True) != ""


def test_calls_stand_by_deadline_and_the_closed_ones_below(
    hub_site: HubSite, commits: Commits, read: Read
):
    now = timezone.now()
    with commits():
        hub_site.call(title="Lontano", closes_at=now + timedelta(days=40))
        hub_site.call(title="Vicino", closes_at=now + timedelta(hours=70))
        hub_site.call(title="Annunciato", opens_at=now + timedelta(days=2))
        hub_site.call(title="Chiuso", closes_at=now - timedelta(hours=1))
        hub_site.call(title="Finito", closes_at=now - timedelta(hours=9), results="Tre pratiche.")
    page = read("/it/bandi/")
    current, closed = page.select("main section")
    assert titles_in(current) == ["Vicino", "Annunciato", "Lontano"]
    assert titles_in(closed) == ["Chiuso", "Finito"]
    states = [row.select_one(".label").text for row in page.select("main .row")]
    assert len(set(states)) == 5


def titles_in(section) -> list[str]:
    return [title.get_text(strip=True) for title in section.select(".card-title")]


def test_events_are_coming_until_their_day_is_over(hub_site: HubSite, commits: Commits, read: Read):
    now = timezone.now()
    with commits():
        hub_site.event(title="Oggi", starts_at=agenda.start_of_today() + timedelta(minutes=1))
        hub_site.event(title="Domani", starts_at=now + timedelta(days=1))
        hub_site.event(title="Ieri", starts_at=now - timedelta(days=1))
        hub_site.event(
            title="Lungo", starts_at=now - timedelta(days=3), ends_at=now + timedelta(days=3)
        )
    assert titles(read("/it/calendario/")) == ["Lungo", "Oggi", "Domani"]
    assert titles(read("/it/calendario/?when=past")) == ["Ieri"]


def test_a_cancelled_event_is_listed_as_cancelled(hub_site: HubSite, commits: Commits, read: Read):
    with commits():
        hub_site.event(title="Incontro", status="cancelled")
    row = read("/it/calendario/").select_one(".row")
    assert "is-off" in row["class"]
    assert row.select_one(".label-strong") is not None


def test_the_home_page_shows_the_featured_collection_in_the_curators_order(
    practices: HubSite, commits: Commits, read: Read
):
    pages = {page.slug: page for page in practices.practices.get_children()}
    with commits():
        collection = make_collection(
            (pages["orto"], "Da leggere."), pages["casa"], title="Terra e case"
        )
        practices.home.featured_collection = collection
        practices.home.save_revision().publish()
    featured = read("/it/").select_one("#featured")
    assert featured.h2.text == "Terra e case"
    assert titles_in(featured) == ["Orto", "Casa"]
    assert featured.select_one(".card-note").text == "Da leggere."


def test_a_collection_that_is_not_public_is_not_featured(
    practices: HubSite, commits: Commits, read: Read
):
    page = practices.practices.get_children().first()
    with commits():
        collection = make_collection(page, title="Segreta", is_public=False)
        practices.home.featured_collection = collection
        practices.home.save_revision().publish()
    assert read("/it/").select("#featured") == []


def test_the_translation_of_a_collection_stands_for_the_collection(
    practices: HubSite, commits: Commits
):
    page = practices.practices.get_children().first()
    with commits():
        collection = make_collection(page, title="Terra")
        english = translate_collection(collection, notes=[""], title="Land")
    assert collected.original_of(english) == collection
    front = front_page.lists(english, "en")
    assert front["collection"].title == "Land"
    assert [member.entry.title for member in front["members"]] == [page.title]


def test_topics_are_shown_only_where_there_are_enough(
    practices: HubSite, commits: Commits, read: Read
):
    popularity.compute()
    assert read("/it/").select("#topics-title") == []
    topics = [TopicFactory(name=name) for name in ("Lavoro", "Casa", "Pane")]
    with commits():
        for _number in range(3):
            practices.practice(topics=topics)
    popularity.compute()
    section = read("/it/").select_one("section[aria-labelledby=topics-title]")
    assert [chip.contents[0].strip() for chip in section.select(".chip")] == [
        *("Casa", "Lavoro", "Pane")
    ]


def test_labels_of_topics_come_in_the_readers_language(
    practices: HubSite, commits: Commits, read: Read
):
    farming = Topic.objects.get(slug="agricoltura-sociale")
    english = farming.copy_for_translation(locale("en"))
    english.name = "Social farming"
    english.save()
    with commits():
        practices.in_english(practices.practices, title="Practices", slug="practices")
        orchard = practices.practices.get_children().get(slug="orto").specific
        practices.in_english(orchard, title="Orchard", slug="orchard")
    assert "Social farming (2)" in options(read("/en/practices/"), "topic")
