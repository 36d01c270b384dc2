"""Calendars of a topic, a territory, a collection and a path: what is in each, and what is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection
from tests.factories import HubSite, RegionFactory, TerritoryFactory, TopicFactory

pytestmark = pytest.mark.django_db
HUB = "/it/feeds/calendar.ics"


def titles(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    calendar = icalendar.Calendar.from_ical(answer.content)
    return sorted(str(event["SUMMARY"]) for event in calendar.walk("VEVENT"))


def test_of_the_hub_goes_back_a_year(hub_site: HubSite, client: Client, commits: Commits) -> None:
    now = timezone.now()
    with commits():
        for title, days in (("Oggi", 0), ("Undici mesi fa", -330), ("Due anni fa", -730)):
            hub_site.event(title=title, starts_at=now + timedelta(days=days))

    assert titles(client, HUB) == ["Oggi", "Undici mesi fa"]


def test_of_a_topic_holds_its_events_and_deadlines_and_no_practice(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    topic = TopicFactory(slug="abitare")
    with commits():
        hub_site.event(title="Tre case", topics=[topic])
        hub_site.call(title="Abitare insieme", topics=[topic])
        hub_site.practice(title="Portineria", topics=[topic])
        hub_site.event(title="D’altro")

    found = titles(client, "/it/feeds/topics/abitare/calendar.ics")

    assert len(found) == 2
    assert any("Tre case" in title for title in found)
    assert any("Abitare insieme" in title for title in found)


def test_of_a_territory_holds_what_lies_in_its_parts(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    province = TerritoryFactory()
    region = province.parent
    elsewhere = RegionFactory(code="16", name="Puglia", parent=region.parent)
    with commits():
        hub_site.event(title="In provincia", territories=[province])
        hub_site.event(title="In regione", territories=[region])
        hub_site.event(title="Altrove", territories=[elsewhere])

    assert titles(client, f"/it/feeds/territories/{region.code}/calendar.ics") == [
        "In provincia",
        "In regione",
    ]
    assert titles(client, f"/it/feeds/territories/{province.code}/calendar.ics") == ["In provincia"]


def test_of_a_path_holds_its_timeline_alone(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    with commits():
        path = hub_site.path()
    with commits():
        hub_site.event(title="Tavolo", part_of_path=path)
        hub_site.event(title="D’altri")

    assert titles(client, f"/it/feeds/paths/{path.translation_key}/calendar.ics") == ["Tavolo"]


def test_of_a_collection_holds_what_has_a_date(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    with commits():
        pages: list[Any] = [hub_site.event(title="Tavolo"), hub_site.practice(title="Orto")]
    with commits():
        make_collection(*pages, slug="cura")

    assert titles(client, "/it/feeds/collections/cura/calendar.ics") == ["Tavolo"]


def test_readers_of_english_find_each_event_once_in_the_best_language(
    hub_site: HubSite, client: Client, commits: Commits
) -> None:
    with commits():
        event = hub_site.event(title="Tavolo")
        hub_site.in_english(event, title="Round table")
        hub_site.event(title="Solo in italiano")

    assert titles(client, "/en/feeds/calendar.ics") == ["Round table", "Solo in italiano"]


@pytest.mark.parametrize(
    "address",
    ["/it/feeds/topics/niente/calendar.ics", "/it/feeds/territories/999/calendar.ics"],
)
def test_of_what_is_not_there_is_not_found(hub_site: HubSite, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
