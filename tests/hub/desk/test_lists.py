"""Flat lists of contents: filters, columns, and a spreadsheet for those who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hub.desk.lists import CallList, ContentGroup, PracticeList
from tests.core.regional import elsewhere, ferrara, regional_editor, set_up_groups
from tests.factories import AdminFactory, HubSite, TopicFactory

pytestmark = pytest.mark.django_db
# For its button “Translate”, wagtail-localize asks twice for each row.
OF_LOCALIZE = ('FROM "wagtailcore_locale" WHERE NOT', "wagtail_localize_translatableobject")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def titles(client: Client, of: Any, **parameters: str) -> set[str]:
    response = client.get(reverse(f"{of.name}:index"), parameters)
    assert response.status_code == 200
    return {page.title for page in response.context["object_list"]}


@pytest.mark.parametrize("of", ContentGroup.items)
def test_each_list_opens(hub_site: HubSite, desk, of):
    assert desk.get(reverse(f"{of.name}:index")).status_code == 200


def test_practices_by_region_topic_and_state(hub_site: HubSite, desk):
    topic = TopicFactory()
    hub_site.practice(title="Vicina", territories=[ferrara()], topics=[topic])
    hub_site.practice(title="Lontana", territories=[elsewhere()])
    hub_site.practice(title="Bozza", publish=False)
    assert titles(desk, PracticeList, topic=str(topic.pk)) == {"Vicina"}
    assert titles(desk, PracticeList, region=str(elsewhere().pk)) == {"Lontana"}
    assert titles(desk, PracticeList, region=str(ferrara().parent.pk)) == {"Vicina", "Bozza"}
    assert titles(desk, PracticeList, state="draft") == {"Bozza"}


def test_a_list_speaks_only_of_filters_that_are_ticked(hub_site: HubSite, desk):
    def chips(**parameters: str) -> list[tuple[str, str]]:
        page = desk.get(reverse(f"{PracticeList.name}:index"), parameters)
        return [(str(one.field_label), one.value) for one in page.context["view"].active_filters]

    assert chips() == []
    assert chips(due="on") == [("Non confermate da troppo tempo", "sì")]


def test_calls_that_closed_in_silence(hub_site: HubSite, desk):
    now = timezone.now()
    past = {"opens_at": now - timedelta(days=40), "closes_at": now - timedelta(days=4)}
    hub_site.call(title="Muta", code="MUTA26", slug="muta", **past)
    hub_site.call(title="Detta", code="DETTA26", slug="detta", results="Ecco.", **past)
    hub_site.call(title="Aperta", code="APE26", slug="aperta")
    assert titles(desk, CallList, closed="silent") == {"Muta"}
    assert titles(desk, CallList, closed="open") == {"Aperta"}


def test_regional_editors_see_what_is_theirs(hub_site: HubSite, client):
    set_up_groups()
    hub_site.practice(title="Vicina", territories=[ferrara()])
    hub_site.practice(title="Lontana", territories=[elsewhere()])
    client.force_login(regional_editor("08"))
    assert titles(client, PracticeList) == {"Vicina"}


def test_a_spreadsheet_cannot_carry_formulas(hub_site: HubSite, desk):
    hub_site.practice(title="=1+1")
    answer = desk.get(reverse(f"{PracticeList.name}:index"), {"export": "csv"})
    assert "'=1+1" in b"".join(answer.streaming_content).decode()


def test_without_the_right_there_is_no_spreadsheet(hub_site: HubSite, client):
    set_up_groups()
    hub_site.practice(territories=[ferrara()])
    editor = regional_editor("08")
    editor.groups.get().permissions.remove(Permission.objects.get(codename="export_lists"))
    client.force_login(editor)
    answer = client.get(reverse(f"{PracticeList.name}:index"), {"export": "csv"})
    assert answer["Content-Type"].startswith("text/html")
    assert not answer.context["view"].show_export_buttons


def test_the_queries_do_not_grow_with_the_rows(hub_site: HubSite, desk):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            titles(desk, PracticeList)
        asked = [query["sql"] for query in queries.captured_queries]
        return sum(not any(theirs in sql for theirs in OF_LOCALIZE) for sql in asked)

    hub_site.practice(slug="p1")
    hub_site.practice(slug="p2")
    count()
    few = count()
    for number in range(3, 7):
        hub_site.practice(slug=f"p{number}")
    assert count() <= few
