"""Translation from Italian into English, through the editor that staff use."""

from typing import Any

import pytest
from django.test import Client
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator

from core.projection import project
from core.translating import missing_texts
from tests.factories import AdminFactory, HubSite, ImageFactory, TopicFactory, locale

WORDS = {
    "Orti sui tetti": "Roof gardens",
    "orti": "roof-gardens",
    "Un riassunto che si legge da solo.": "A summary that stands alone.",
    "Tre persone attorno a un tavolo": "Three people around a table",
    "Come è nata": "How it began",
    "Tutto comincia da una porta.": "It all begins with a door.",
    "Una vicina": "A neighbour",
    "Si semina.": "They sow.",
    "Ci siamo.": "Here we are.",
}


@pytest.fixture
def practice(hub_site: HubSite) -> Any:
    return hub_site.practice(
        title="Orti sui tetti",
        slug="orti",
        place="Ferrara",
        lead_image=ImageFactory(),
        body=[
            ("heading", {"text": "Come è nata", "level": "2"}),
            ("text", "<p>Tutto comincia da una porta.</p>"),
            ("quote", {"text": "Ci siamo.", "author": "Una vicina"}),
        ],
    )


@pytest.fixture
def translation(practice: Any, hub_site: HubSite) -> Translation:
    """The practice, its section included, sent for translation as the admin does it."""
    creator = TranslationCreator(user=None, target_locales=[locale("en")])
    creator.create_translations(hub_site.practices)
    creator.create_translations(practice)
    return Translation.objects.get(source__object_id=practice.translation_key)


def _translate(translation: Translation, words: dict[str, str]) -> None:
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        if segment.string.data in words:
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                data=words[segment.string.data],
            )


def _press_publish(client: Client, page: Any) -> Any:
    client.force_login(AdminFactory())
    return client.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish"}, follow=True)


def test_sending_a_page_for_translation_publishes_nothing(
    practice: Any, translation: Translation
) -> None:
    assert not translation.get_target_instance().live


def test_every_text_is_offered_for_translation(practice: Any, translation: Translation) -> None:
    texts = {segment.string.data for segment in translation.source.stringsegment_set.all()}

    assert set(WORDS) == texts


def test_a_whole_translation_is_published_with_its_blocks_and_words(
    practice: Any, translation: Translation, client: Client, django_capture_on_commit_callbacks
) -> None:
    _translate(translation, WORDS)

    with django_capture_on_commit_callbacks(execute=True):
        _press_publish(client, translation.get_target_instance())

    english = translation.get_target_instance()
    data = project(english)
    assert english.live
    assert data.url == "http://127.0.0.1:8000/en/pratiche/roof-gardens/"
    assert data.title == "Roof gardens"
    assert data.card["image"]["alt"] == "Three people around a table"
    assert [block["type"] for block in data.detail["body"]] == ["heading", "text", "quote"]
    assert "It all begins with a door." in data.detail["body"][1]["html"]
    assert data.detail["body"][2]["author"] == "A neighbour"
    assert data.card["place"] == "Ferrara"


def test_a_translation_with_missing_texts_is_not_published_and_says_how_many(
    practice: Any, translation: Translation, client: Client
) -> None:
    _translate(translation, {text: WORDS[text] for text in list(WORDS)[:-2]})
    english = translation.get_target_instance()

    answer = _press_publish(client, english)

    assert missing_texts(english) == 2
    assert "2 " in str(next(iter(answer.context["messages"])))
    english.refresh_from_db()
    assert not english.live


def _update(client: Client, translation: Translation, **choices: str) -> Any:
    """Press the button of "Sync translated pages", as staff do."""
    client.force_login(AdminFactory())
    return client.post(f"/admin/localize/update/{translation.source_id}/", choices, follow=True)


def test_updating_translations_publishes_none_that_is_incomplete(
    practice: Any, translation: Translation, client: Client, django_capture_on_commit_callbacks
) -> None:
    _translate(translation, WORDS)
    translation.save_target(publish=True)
    translation.get_target_instance().save_revision().publish()
    practice.summary = "Un sommario nuovo."
    practice.save_revision().publish()

    with django_capture_on_commit_callbacks(execute=True):
        answer = _update(client, translation, publish_translations="on")

    english = translation.get_target_instance()
    said = [str(message) for message in answer.context["messages"]]
    assert any("1 " in message and "Roof gardens" in message for message in said)
    assert english.live
    assert english.summary == "A summary that stands alone."
    assert missing_texts(english) == 1


def test_updating_translations_publishes_what_is_whole(
    practice: Any, translation: Translation, client: Client, django_capture_on_commit_callbacks
) -> None:
    _translate(translation, WORDS)
    practice.place = "Cento"
    practice.save_revision().publish()

    with django_capture_on_commit_callbacks(execute=True):
        _update(client, translation, publish_translations="on")

    english = translation.get_target_instance()
    assert (english.live, english.title, english.place) == (True, "Roof gardens", "Cento")


def test_the_screen_says_what_is_published(translation: Translation, client: Client) -> None:
    client.force_login(AdminFactory())
    answer = client.get(f"/admin/localize/update/{translation.source_id}/")

    assert "Si pubblicano solo le traduzioni" in answer.text


def test_topics_and_territories_follow_the_source(practice: Any, translation: Translation) -> None:
    practice.topics = [TopicFactory(slug="nuovo")]
    practice.save_revision().publish()
    translation.source.update_from_db()

    translation.save_target(publish=False)

    english = translation.get_target_instance().get_latest_revision_as_object()
    assert [topic.slug for topic in english.topics.all()] == ["nuovo"]


def test_a_page_that_is_no_translation_misses_nothing(practice: Any) -> None:
    assert missing_texts(practice) == 0
