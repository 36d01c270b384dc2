"""Topics keep one code and many names."""

import pytest
from django.db import IntegrityError

from core.models import Topic
from tests.factories import TopicFactory, locale


def _english(topic: Topic, name: str) -> Topic:
    copy = topic.copy_for_translation(locale("en"))
    copy.name = name
    copy.save()
    return copy


def test_a_topic_has_a_name_in_each_language_and_one_code(db: None) -> None:
    topic = TopicFactory(name="Abitare", slug="abitare")
    english = _english(topic, "Housing")

    assert topic.label("en") == english.label("en") == "Housing"
    assert topic.code == english.code == "abitare"


def test_an_untranslated_topic_keeps_its_own_name(db: None) -> None:
    assert TopicFactory(name="Abitare").label("en") == "Abitare"


def test_synonyms_are_read_line_by_line(db: None) -> None:
    topic = TopicFactory(synonyms="casa\n  housing sociale \n\n")

    assert topic.synonym_list == ["casa", "housing sociale"]


def test_two_topics_of_a_language_cannot_share_a_code(db: None) -> None:
    TopicFactory(slug="abitare")

    with pytest.raises(IntegrityError):
        TopicFactory(slug="abitare")
