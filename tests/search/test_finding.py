"""Finding entries by words."""

import pytest
from wagtail.models import PageViewRestriction

from core.merging import merge
from core.models import Topic
from search.finding import find, words_of
from tests.factories import CooperativeFactory, HubSite, TerritoryFactory, TopicFactory, locale
from tests.search.conftest import Commits

pytestmark = pytest.mark.django_db


def found(query: str = "", language: str = "it", **filters: str) -> list[str]:
    return [entry.title for entry in find(query=query, language=language, **filters)]


@pytest.fixture
def shelf(hub_site: HubSite, commits: Commits) -> HubSite:
    farming = TopicFactory(name="Agricoltura sociale", slug="agricoltura-sociale")
    lecce = TerritoryFactory(code="075", name="Lecce", plate="LE")
    with commits():
        hub_site.practice(title="Il forno", summary="Pane per tutti.", slug="forno")
        hub_site.practice(
            title="L’uliveto",
            summary="Olio e lavoro.",
            slug="uliveto",
            topics=[farming],
            territories=[lecce],
            lead_cooperative=CooperativeFactory(name="Terra Nostra"),
        )
        hub_site.event(title="Visita al forno", slug="visita")
        hub_site.call(title="Abitare", summary="Il forno comune.", slug="abitare")
    return hub_site


def test_every_word_must_be_there_and_titles_come_first(shelf: HubSite):
    assert found("forno") == ["Visita al forno", "Il forno", "Abitare"]
    assert found("forno pane") == ["Il forno"]
    assert found("pane forno FORNO") == ["Il forno"]


def test_words_are_found_by_their_beginning_and_whatever_their_case(
    shelf: HubSite, commits: Commits
):
    with commits():
        shelf.practice(title="È ora: l’orto", slug="orto")
        shelf.practice(title="Un rapporto dal porto", slug="porto")
    assert found("orto") == ["È ora: l’orto"]
    assert found("RAPP") == ["Un rapporto dal porto"]
    assert found("è") == ["È ora: l’orto"]


@pytest.mark.parametrize("query", ["lecce", "agricoltura", "terra nostra", "Emilia lavoro"])
def test_places_topics_and_cooperatives_are_found_by_name(shelf: HubSite, query: str):
    assert found(query) == ["L’uliveto"]


@pytest.mark.parametrize("query", ["orti", "ORTO terapia", "care farming", "terapia olio"])
def test_synonyms_of_a_topic_find_what_is_about_it(shelf: HubSite, query: str):
    topic = Topic.objects.get(slug="agricoltura-sociale")
    topic.synonyms = "orti sociali\norto terapia"
    topic.save()
    english = topic.copy_for_translation(locale("en"))
    english.synonyms = "care farming"
    english.save()
    assert found(query) == ["L’uliveto"]


def test_words_and_codes_of_a_merged_topic_find_what_is_about_its_heir(
    shelf: HubSite, commits: Commits
):
    old = TopicFactory(name="Zappa", slug="zappa")
    heir = Topic.objects.get(slug="agricoltura-sociale")
    with commits():
        merge(source_id=old.pk, target_id=heir.pk)
    assert found("zappa") == found(topic="zappa") == ["L’uliveto"]


def test_a_search_can_be_narrowed(shelf: HubSite):
    assert found("forno", kind="event") == ["Visita al forno"]
    assert found(topic="agricoltura-sociale") == ["L’uliveto"]
    assert found(territory="075") == ["L’uliveto"]


@pytest.mark.parametrize(
    "query",
    ["\x00", "forno\x00", "%", "_", "100%", '"', "'; DROP TABLE", "\\", "(", "*", "💣", "x" * 500],
)
def test_signs_of_every_kind_are_only_signs(shelf: HubSite, query: str):
    assert len(found(query)) in {0, 3, 4}


def test_signs_that_mean_something_to_the_database_find_only_themselves(
    shelf: HubSite, commits: Commits
):
    with commits():
        shelf.practice(title="Cento 100% lana", slug="lana")
    assert found("100%") == ["Cento 100% lana"]
    assert found("_") == []


def test_a_long_query_is_cut_and_never_an_error():
    assert words_of("uno due " * 100) == ["uno", "due"] * 4
    assert words_of(" \t\n ") == []


def test_what_is_not_public_is_never_found(shelf: HubSite, commits: Commits):
    with commits():
        shelf.practice(title="Forno segreto", publish=False)
        private = shelf.practice(title="Forno privato")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert found("segreto") == []
    assert found("privato") == []


def test_readers_find_each_thing_once_in_their_language(shelf: HubSite, commits: Commits):
    with commits():
        bakery = shelf.practices.get_children().get(slug="forno").specific
        shelf.in_english(bakery, title="The oven", summary="Bread.", slug="oven")
    assert found("oven", "en") == ["The oven"]
    assert found("forno", "en") == ["Visita al forno", "Abitare"]
    assert found("oven", "it") == []
