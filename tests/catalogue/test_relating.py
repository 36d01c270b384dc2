"""Practices that are close to one another, with the reason in words."""

import pytest
from wagtail.models import PageViewRestriction

from catalogue.models import Entry
from catalogue.relating import related_to
from tests.catalogue.conftest import Commits
from tests.factories import HubSite, RegionFactory, TerritoryFactory, TopicFactory

pytestmark = pytest.mark.django_db


def entry_of(page) -> Entry:
    return Entry.objects.get(page_id=page.pk)


def titles(page, language: str = "it", **words) -> list[str]:
    return [one.entry.title for one in related_to(entry_of(page), language, **words)]


@pytest.fixture
def close(hub_site: HubSite, commits: Commits) -> dict:
    """Some practices around one in Ferrara."""
    bologna = TerritoryFactory(code="037", name="Bologna", plate="BO")
    lazio = RegionFactory(code="12", name="Lazio")
    farming = TopicFactory(name="Agricoltura sociale", slug="agricoltura")
    housing = TopicFactory(name="Abitare", slug="abitare")
    with commits():
        return {
            "own": hub_site.practice(
                title="Orto", topics=[farming, housing], target_groups=["older-people"]
            ),
            "same_topic": hub_site.practice(title="Stalla", topics=[farming], territories=[lazio]),
            "same_topic_near": hub_site.practice(
                title="Vigna", topics=[farming], territories=[bologna]
            ),
            "both_topics": hub_site.practice(
                title="Cascina", topics=[farming, housing], territories=[lazio]
            ),
            "only_near": hub_site.practice(title="Vicina"),
            "event": hub_site.event(title="Incontro", topics=[farming, housing]),
        }


def test_what_has_most_in_common_comes_first(close: dict) -> None:
    assert titles(close["own"]) == ["Cascina", "Vigna", "Stalla"]


def test_the_reason_is_said_in_the_readers_language(close: dict) -> None:
    reasons = {one.entry.title: one.reason for one in related_to(entry_of(close["own"]), "it")}

    assert reasons["Cascina"] == "Stessi temi: abitare, agricoltura sociale"
    assert reasons["Vigna"] == "Stesso tema: agricoltura sociale; anche in Emilia-Romagna"


def test_being_near_is_no_reason_by_itself(close: dict) -> None:
    assert "Vicina" not in titles(close["own"], most=10)


def test_what_is_shown_already_is_left_out_in_every_language(
    close: dict, hub_site: HubSite, commits: Commits
) -> None:
    with commits():
        english = hub_site.in_english(close["both_topics"])

    assert "Cascina" not in titles(close["own"], leaving_out=[english.pk])


def test_what_is_not_public_is_never_shown(close: dict, commits: Commits) -> None:
    with commits():
        PageViewRestriction.objects.create(page=close["both_topics"], restriction_type="login")
        close["same_topic"].unpublish()

    assert titles(close["own"]) == ["Vigna"]


def test_each_thing_comes_once_in_the_best_language(
    close: dict, hub_site: HubSite, commits: Commits
) -> None:
    with commits():
        hub_site.in_english(close["both_topics"], title="Farmstead")

    assert titles(close["own"], "en") == ["Farmstead", "Vigna", "Stalla"]


def test_ties_are_settled_the_same_way_every_time(close: dict) -> None:
    first = titles(close["own"])

    assert all(titles(close["own"]) == first for _ in range(3))


def test_it_takes_as_many_queries_for_one_as_for_many(
    close: dict, django_assert_num_queries
) -> None:
    entry = entry_of(close["own"])

    with django_assert_num_queries(5):
        related_to(entry, "it", most=1)
    with django_assert_num_queries(5):
        related_to(entry, "it", most=10)


def test_a_practice_without_anything_in_common_has_none(
    hub_site: HubSite, commits: Commits
) -> None:
    with commits():
        alone = hub_site.practice(title="Sola")

    assert related_to(entry_of(alone), "it") == []
