"""A rule fills a collection by itself: live, or frozen at a moment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from catalogue import publishing, rules
from catalogue.models import Change, CollectionMember, CuratedCollection
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection, put
from tests.factories import HubSite, RegionFactory, TopicFactory

NOON = datetime(2026, 5, 10, 10, tzinfo=UTC)


def titles(collection: CuratedCollection) -> list[str]:
    members = CollectionMember.objects.filter(collection=collection)
    return list(members.order_by("position", "id").values_list("entry__title", flat=True))


@pytest.fixture
def days(hub_site: HubSite, commits: Commits) -> list[Any]:
    """Four practices, published on four days; the last one is about housing in Ferrara."""
    pages = []
    with commits():
        for day in range(4):
            with time_machine.travel(NOON - timedelta(days=10 * (3 - day)), tick=False):
                pages.append(hub_site.practice(title=f"Pratica {day}"))
    return pages


class TestWhatMatches:
    def test_kinds_topics_and_territories_with_their_parts(
        self, hub_site: HubSite, days: list[Any], commits: Commits
    ) -> None:
        housing, region = TopicFactory(), RegionFactory()
        with commits():
            hub_site.practice(title="Case", topics=[housing])
            hub_site.event(title="Incontro", topics=[housing])
        with commits():
            by_topic = make_collection(rule_mode="live", rule_topics=[housing])
            practices = make_collection(
                rule_mode="live", rule_topics=[housing], rule_kinds=["practice"]
            )
            placed = make_collection(
                rule_mode="live", rule_territories=[region], rule_kinds=["practice"]
            )

        assert sorted(titles(by_topic)) == ["Case", "Incontro"]
        assert titles(practices) == ["Case"]
        assert len(titles(placed)) == 5

    def test_order_and_limit(self, days: list[Any], commits: Commits) -> None:
        with commits():
            newest = make_collection(rule_mode="live", rule_kinds=["practice"], rule_limit=2)
            oldest = make_collection(
                rule_mode="live", rule_kinds=["practice"], rule_order="oldest", rule_limit=2
            )

        assert titles(newest) == ["Pratica 3", "Pratica 2"]
        assert titles(oldest) == ["Pratica 0", "Pratica 1"]

    def test_fixed_days_are_both_included(self, days: list[Any], commits: Commits) -> None:
        with commits():
            collection = make_collection(
                rule_mode="live",
                rule_kinds=["practice"],
                rule_since=date(2026, 4, 20),
                rule_until=date(2026, 4, 30),
            )

        assert titles(collection) == ["Pratica 2", "Pratica 1"]

    def test_what_is_still_to_come_by_date(self, hub_site: HubSite, commits: Commits) -> None:
        now = timezone.now()
        with commits():
            hub_site.event(title="Tardi", starts_at=now + timedelta(days=9))
            hub_site.event(title="Presto", starts_at=now + timedelta(days=2))
            hub_site.event(title="Passato", starts_at=now - timedelta(days=2))
            hub_site.call(title="Aperta", closes_at=now + timedelta(days=5))
            hub_site.practice()
        with commits():
            collection = make_collection(rule_mode="live", rule_is_coming=True, rule_order="coming")

        assert titles(collection) == ["Presto", "Aperta", "Tardi"]

    def test_a_thing_comes_in_all_its_languages_and_counts_once(
        self, hub_site: HubSite, days: list[Any], commits: Commits
    ) -> None:
        with commits():
            hub_site.in_english(days[3], title="Practice 3")
        with commits():
            collection = make_collection(rule_mode="live", rule_kinds=["practice"], rule_limit=2)

        assert sorted(titles(collection)) == ["Practice 3", "Pratica 2", "Pratica 3"]

    def test_what_is_chosen_by_hand_comes_first_and_only_once(
        self, days: list[Any], commits: Commits
    ) -> None:
        with commits():
            collection = make_collection(
                (days[1], "Da qui"), rule_mode="live", rule_kinds=["practice"], rule_limit=2
            )

        assert titles(collection) == ["Pratica 1", "Pratica 3", "Pratica 2"]
        assert collection.members.get(entry__title="Pratica 1").note == "Da qui"


class TestLife:
    def test_a_newcomer_moves_nobody_and_pushes_out_the_last(
        self, hub_site: HubSite, days: list[Any], commits: Commits
    ) -> None:
        with commits():
            collection = make_collection(
                slug="vive", rule_mode="live", rule_kinds=["practice"], rule_limit=3
            )
        before = Change.objects.filter(collection="vive").count()
        with commits():
            hub_site.practice(title="Nuova")

        assert titles(collection) == ["Nuova", "Pratica 3", "Pratica 2"]
        assert Change.objects.filter(collection="vive").count() == before + 2

    def test_a_place_that_becomes_free_is_taken(self, days: list[Any], commits: Commits) -> None:
        with commits():
            collection = make_collection(rule_mode="live", rule_kinds=["practice"], rule_limit=2)
        with commits():
            days[3].unpublish()
        assert titles(collection) == ["Pratica 2", "Pratica 1"]

        with commits():
            days[2].delete()
        assert titles(collection) == ["Pratica 1", "Pratica 0"]

    def test_who_loses_the_topic_leaves(self, hub_site: HubSite, commits: Commits) -> None:
        topic = TopicFactory()
        with commits():
            page = hub_site.practice(topics=[topic])
            collection = make_collection(rule_mode="live", rule_topics=[topic])
        assert len(titles(collection)) == 1
        with commits():
            page.topics = [TopicFactory()]
            page.save_revision().publish()

        assert titles(collection) == []

    def test_a_moving_period_is_followed_by_the_tick(
        self, days: list[Any], commits: Commits
    ) -> None:
        with time_machine.travel(NOON + timedelta(hours=1), tick=False), commits():
            collection = make_collection(rule_mode="live", rule_days=15)
        assert titles(collection) == ["Pratica 3", "Pratica 2"]

        with time_machine.travel(NOON + timedelta(days=6), tick=False):
            assert publishing.refresh_rules() == 1
            assert publishing.refresh_rules() == 0
        assert titles(collection) == ["Pratica 3"]

    def test_pinned_things_stay_and_nothing_else_enters(
        self, hub_site: HubSite, days: list[Any], commits: Commits
    ) -> None:
        with commits():
            collection = make_collection(rule_mode="pinned", rule_kinds=["practice"], rule_limit=2)
        with commits():
            hub_site.practice(title="Nuova")
        assert titles(collection) == ["Pratica 3", "Pratica 2"]

        with commits():
            days[3].unpublish()
        assert titles(collection) == ["Pratica 2"]
        with commits():
            days[3].save_revision().publish()
        assert titles(collection) == ["Pratica 3", "Pratica 2"]

    def test_saving_again_does_not_pin_again(self, hub_site: HubSite, commits: Commits) -> None:
        with commits():
            hub_site.practice(title="Prima")
        with commits():
            collection = make_collection(rule_mode="pinned", rule_kinds=["practice"])
        pinned_at = collection.pinned_at
        with commits():
            hub_site.practice(title="Seconda")
        collection = CuratedCollection.objects.get(pk=collection.pk)
        with commits():
            put(collection)

        assert collection.pinned_at == pinned_at
        assert titles(collection) == ["Prima"]

    def test_without_its_rule_a_collection_is_empty_again(
        self, days: list[Any], commits: Commits
    ) -> None:
        with commits():
            collection = make_collection(rule_mode="pinned", rule_kinds=["practice"])
        collection.rule_mode = "none"
        with commits():
            collection.save()

        assert titles(collection) == []
        assert collection.pinned_at is None


def test_the_outlook_tells_how_much_matches_beyond_the_limit(
    hub_site: HubSite, days: list[Any], commits: Commits
) -> None:
    with commits():
        hub_site.event()
        collection = make_collection(
            rule_mode="live", rule_kinds=["practice", "event"], rule_limit=1
        )

    outlook = rules.outlook(collection)
    assert outlook.total == 5
    assert outlook.by_kind == {"practice": 4, "event": 1}
