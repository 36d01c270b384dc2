"""Where topics, collections and other records stand in another language."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator

from core import record_translations, waiting
from core.models import Topic
from tests.catalogue.factories import make_collection, translate_collection
from tests.core.regional import regional_editor, set_up_groups
from tests.factories import AdminFactory, HubSite, TopicFactory, UserFactory, locale

pytestmark = pytest.mark.django_db


def states(user: Any = None) -> dict[str, str]:
    user = user or AdminFactory()
    found = record_translations.records(user, locale("en"), record_translations.kinds(user))
    return {str(one.record): str(one.standing.state) for one in found}


def lines_about_records(user: Any) -> list[Any]:
    lines = [line for section in waiting.sections(user) for line in section.lines]
    return [line for line in lines if reverse("translations_of_records") in line.url]


def test_a_topic_is_missing_incomplete_translated_then_outdated(hub_site: HubSite) -> None:
    topic = TopicFactory(name="Casa")
    assert states()["Casa"] == "missing"

    TranslationCreator(None, [locale("en")]).create_translations(topic)
    assert states()["Casa"] == "incomplete"

    translation = Translation.objects.get(source__object_id=topic.translation_key)
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=locale("en"),
            context=segment.context,
            data="Housing",
        )
    assert states()["Casa"] == "whole"

    log(instance=topic, action="wagtail.edit", user=AdminFactory())
    ModelLogEntry.objects.update(timestamp=timezone.now())
    assert states()["Casa"] == "behind"


def test_only_what_readers_find_counts(hub_site: HubSite) -> None:
    make_collection(slug="chiusa", title="Chiusa", is_public=False)
    opened = make_collection(slug="aperta", title="Aperta")
    target = TopicFactory(name="Casa")
    Topic.objects.create(name="Tetto", slug="tetto", locale=locale(), merged_into=target)
    assert states() == {"Aperta": "missing", "Casa": "missing"}
    translate_collection(opened, notes=[], title="Open")
    assert states()["Aperta"] == "whole"


def test_each_sees_what_they_may_change(hub_site: HubSite) -> None:
    set_up_groups()
    TopicFactory(name="Casa")
    make_collection(slug="aperta", title="Aperta")  # it names no territory: nobody's region
    assert states(regional_editor("08")) == {}
    assert states(UserFactory()) == {}


def test_the_report_is_narrowed_and_taken_along(hub_site: HubSite, client: Client) -> None:
    client.force_login(AdminFactory())
    TopicFactory(name="Casa")
    translate_collection(make_collection(slug="aperta", title="Aperta"), notes=[], title="Open")
    address = reverse("translations_of_records")

    def shown(**asked: str) -> set[str]:
        body = client.get(address, asked).content.decode()
        return {name for name in ("Casa", "Aperta") if name in body}

    assert shown() == {"Casa", "Aperta"}
    assert shown(to_do="true", language="en") == {"Casa"}
    assert shown(kind="catalogue.curatedcollection") == {"Aperta"}
    assert shown(found="missing") == {"Casa"}
    assert shown(found="translated") == {"Aperta"}
    answer: Any = client.get(address, {"export": "csv"})
    sheet = b"".join(answer.streaming_content).decode()
    assert "Casa" in sheet


def test_the_first_page_leads_there(hub_site: HubSite) -> None:
    admin = AdminFactory()
    assert lines_about_records(admin) == []
    TopicFactory(name="Casa")
    [line] = lines_about_records(admin)
    assert (line.count, line.names) == (1, ("Casa",))
