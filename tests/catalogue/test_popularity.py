"""The popularity of topics follows a rule that can be told, and computed again by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from catalogue import counting, popularity
from catalogue.models import TopicPopularity
from core.merging import merge
from core.models import Topic
from tests.catalogue.conftest import Commits
from tests.factories import HubSite, TopicFactory
from tests.newsletter.readers import SubscriberFactory

NOW = datetime(2026, 5, 10, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def publish(hub: HubSite, commits: Commits, *topics: Topic, count: int = 3) -> list[Any]:
    with commits():
        return [hub.practice(topics=list(topics)) for _number in range(count)]


def of(topic: Topic) -> TopicPopularity:
    return TopicPopularity.objects.get(topic=topic)


def test_contents_followers_and_readings_give_points(hub_site: HubSite, commits: Commits) -> None:
    topic = TopicFactory()
    page, *_others = publish(hub_site, commits, topic)
    SubscriberFactory().topics.add(topic)
    today = timezone.localdate()
    counting.add(counts={(today, page.uid): 30, (today, topic.translation_key): 15})
    popularity.compute()

    found = of(topic)
    assert (found.items, found.follows, found.readings) == (3, 1, 45)
    assert found.score == 3 * 10 + 1 * 2 + 45 // 20
    assert found.rank == 1


def test_a_thing_in_two_languages_counts_once(hub_site: HubSite, commits: Commits) -> None:
    topic = TopicFactory()
    page, *_others = publish(hub_site, commits, topic)
    with commits():
        hub_site.in_english(page)
    popularity.compute()

    assert of(topic).items == 3


def test_readings_never_give_more_points_than_contents(hub_site: HubSite, commits: Commits) -> None:
    topic = TopicFactory()
    page, *_others = publish(hub_site, commits, topic)
    counting.add(counts={(timezone.localdate(), page.uid): 1_000_000})
    popularity.compute()

    assert of(topic).score == 60


def test_what_is_older_than_ninety_days_does_not_count(hub_site: HubSite, commits: Commits) -> None:
    topic = TopicFactory()
    page, *_others = publish(hub_site, commits, topic)
    counting.add(counts={(timezone.localdate(), page.uid): 100})
    popularity.compute(at=NOW + timedelta(days=91))

    assert (of(topic).items, of(topic).readings, of(topic).rank) == (0, 0, None)


def test_two_contents_are_too_few_for_a_place(hub_site: HubSite, commits: Commits) -> None:
    topic = TopicFactory()
    publish(hub_site, commits, topic, count=2)
    popularity.compute()

    assert of(topic).rank is None


def test_equal_points_are_ordered_by_name(hub_site: HubSite, commits: Commits) -> None:
    second, first = TopicFactory(name="zafferano"), TopicFactory(name="Abitare")
    publish(hub_site, commits, second, first)
    popularity.compute()

    assert (of(first).rank, of(second).rank) == (1, 2)


def test_a_merged_topic_has_no_place_and_its_heir_has_everything(
    hub_site: HubSite, commits: Commits
) -> None:
    old, new = TopicFactory(), TopicFactory()
    publish(hub_site, commits, old, count=2)
    publish(hub_site, commits, new, count=1)
    popularity.compute()
    with commits():
        merge(source_id=old.pk, target_id=new.pk)
    popularity.compute()

    assert not TopicPopularity.objects.filter(topic=old).exists()
    assert of(new).items == 3


def test_people_who_left_do_not_follow(hub_site: HubSite) -> None:
    topic = TopicFactory()
    SubscriberFactory(state="unsubscribed").topics.add(topic)
    popularity.compute()

    assert of(topic).follows == 0
