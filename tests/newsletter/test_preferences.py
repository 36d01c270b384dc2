from typing import Any

import pytest

from newsletter import preferences
from newsletter.models import Subscriber, SubscriberState
from tests.factories import RegionFactory, TerritoryFactory, TopicFactory, locale
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def change(reader: Subscriber, **wish: Any) -> bool:
    everything: dict[str, Any] = {
        "language": "it",
        "topics": [],
        "territories": [],
        "kinds": [],
        "frequency": "issue",
    }
    return preferences.change(subscriber_id=reader.pk, **(everything | wish))


def test_a_choice_is_kept():
    anna, topic, region = SubscriberFactory(), TopicFactory(slug="casa"), RegionFactory()
    TopicFactory()

    change(
        anna,
        language="en",
        topics=["casa"],
        territories=[region.code],
        kinds=["event", "call"],
        frequency="weekly",
    )

    anna.refresh_from_db()
    assert (anna.language, anna.frequency, anna.kinds) == ("en", "weekly", ["call", "event"])
    assert list(anna.topics.all()) == [topic]
    assert list(anna.territories.all()) == [region]
    assert anna.preferences_changed_at is not None


def test_all_kinds_are_kept_as_none_so_that_a_new_kind_is_in():
    anna = SubscriberFactory()

    change(anna, kinds=list(preferences.KINDS))

    anna.refresh_from_db()
    assert anna.kinds == []


@pytest.mark.parametrize(
    "wish", [{"kinds": ["secret"]}, {"frequency": "hourly"}, {"language": "fr"}]
)
def test_what_does_not_exist_cannot_be_chosen(wish):
    anna = SubscriberFactory()

    with pytest.raises(ValueError, match="no such"):
        change(anna, **wish)


def test_an_erased_reader_chooses_nothing():
    anna = SubscriberFactory(
        state=SubscriberState.ERASED, email="", email_key=None, address_hash=""
    )

    assert change(anna, language="en") is False


def test_topics_are_offered_in_the_readers_language_under_the_source_code():
    topic = TopicFactory(name="Abitare", slug="abitare")
    TopicFactory(name="Lavoro", slug="lavoro")
    TopicFactory(
        name="Living",
        slug="abitare",
        locale=locale("en"),
        translation_key=topic.translation_key,
    )

    assert preferences.topic_choices("en") == [("lavoro", "Lavoro"), ("abitare", "Living")]


def test_regions_are_offered_and_provinces_are_not():
    TerritoryFactory()

    assert preferences.region_choices("it") == [("08", "Emilia-Romagna")]
