"""The reports say what there is, with the same number of queries for little and for much."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Letter, LetterState
from core.translation_states import TranslationState, source_pages, standings
from hub.desk.urls import REPORTS
from practices.models import PracticePage
from practices.models.record import PracticeRecord
from tests.core.regional import elsewhere, ferrara
from tests.factories import AdminFactory, HubSite, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def read(client: Client, name: str, **parameters: str) -> str:
    response = client.get(reverse(name), parameters)
    assert response.status_code == 200
    return response.content.decode()


def sheet(client: Client, name: str, **parameters: str) -> list[list[Any]]:
    response = client.get(reverse(name), parameters | {"export": "xlsx"})
    data = b"".join(response)
    rows = openpyxl.load_workbook(BytesIO(data)).active
    return [[cell.value for cell in row] for row in rows.iter_rows()]


def test_the_pages_of_a_report_stand_below_its_last_row(hub_site: HubSite, desk):
    hub_site.practice()
    assert '<table class="listing">' in " ".join(read(desk, "translations_of_pages").split())


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_opens_empty_and_in_both_languages(desk, name):
    for language in ("it", "en"):
        assert desk.get(reverse(name), headers={"Accept-Language": language}).status_code == 200
        assert desk.get(reverse(f"{name}_results")).status_code == 200


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_closed_to_who_has_no_right(client, name):
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code in {302, 403}


def test_a_page_is_missing_then_translated_then_outdated(hub_site: HubSite, desk):
    practice = hub_site.practice(title="Orti sui tetti")
    assert state(practice) == TranslationState.MISSING
    hub_site.in_english(practice, title="Roof gardens")
    assert state(practice) == TranslationState.WHOLE
    assert "Orti sui tetti" in read(desk, "translations_of_pages")
    assert "Orti sui tetti" not in read(desk, "translations_of_pages", to_do="true", language="en")


def state(page) -> str:
    [english] = standings([page])[page.pk]
    return english.state


def test_the_queries_for_many_pages_are_those_for_one(hub_site: HubSite, django_assert_num_queries):
    for number in range(6):
        hub_site.practice(slug=f"p{number}")
    pages = list(source_pages())
    assert len(pages) > 6
    with django_assert_num_queries(3):
        standings(pages)


def test_practices_are_counted_by_region_also_where_there_is_none(hub_site: HubSite, desk):
    hub_site.practice(slug="a", territories=[ferrara()])
    hub_site.practice(slug="b", territories=[ferrara()])
    elsewhere()
    rows = {row[0]: row[1:] for row in sheet(desk, "coverage_report", by="region")}
    assert rows["Emilia-Romagna"][:2] == [2, "100 %"]
    assert rows["Puglia"][:2] == [0, "0 %"]


def test_practices_are_counted_by_topic_evidence_and_age(hub_site: HubSite, desk):
    topic = TopicFactory(name="Casa")
    practice = hub_site.practice(slug="a", topics=[topic], evidence_level=2)
    rows = {row[0]: row[1] for row in sheet(desk, "coverage_report", by="topic")}
    assert rows["Casa"] == 1
    assert sum(row[1] for row in sheet(desk, "coverage_report", by="evidence")[1:]) == 1
    PracticeRecord.objects.update_or_create(
        translation_key=practice.translation_key,
        defaults={"last_confirmed_at": timezone.now() - timedelta(days=700)},
    )
    assert [row[1] for row in sheet(desk, "coverage_report", by="age")[1:]] == [0, 0, 0, 1]


def test_a_translation_is_not_counted_twice(hub_site: HubSite, desk):
    practice = hub_site.practice(slug="a")
    hub_site.in_english(practice, slug="a-en")
    assert PracticePage.objects.live().count() == 2
    assert sum(row[1] for row in sheet(desk, "coverage_report", by="evidence")[1:]) == 1


def test_failed_letters_are_listed_without_addresses(desk):
    Letter.objects.create(
        purpose="events.confirm", about_id=7, language="it", state=LetterState.FAILED, reason="550"
    )
    page = read(desk, "letters_report", state="failed")
    assert "events.confirm" in page
    assert "550" in page


def test_pages_are_narrowed_by_type_and_by_where_they_stand(hub_site: HubSite, desk):
    practice = hub_site.practice(title="Orti sui tetti")
    hub_site.in_english(practice, title="Roof gardens")
    hub_site.event(title="Festa di maggio")

    def shown(**asked: str) -> set[str]:
        body = read(desk, "translations_of_pages", language="en", **asked)
        return {title for title in ("Orti sui tetti", "Festa di maggio") if title in body}

    assert shown(kind="events.eventpage") == {"Festa di maggio"}
    assert shown(found="translated") == {"Orti sui tetti"}
    assert shown(found="missing") == {"Festa di maggio"}
    assert shown(found="outdated") == set()
