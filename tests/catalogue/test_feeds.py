"""Feeds and calendars: what readers' programs and calendars get."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from catalogue import publishing
from tests.catalogue.conftest import Commits
from tests.catalogue.factories import make_collection, translate_collection
from tests.factories import HubSite

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HUB_FEEDS = ["/it/feeds/atom.xml", "/it/feeds/feed.json", "/it/feeds/calendar.ics"]
ROME_NOON = datetime(2026, 7, 4, 10, 0, tzinfo=UTC)


def edit(page: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def atom_entries(client: Client, path: str) -> list[ET.Element]:
    return ET.fromstring(client.get(path).content).findall(f"{ATOM}entry")


def json_items(client: Client, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(path).json()["items"]
    return items


def events(client: Client, path: str) -> list[Any]:
    return list(Calendar.from_ical(client.get(path).content).walk("VEVENT"))


@pytest.fixture
def practice(hub_site: HubSite, commits: Commits) -> Any:
    with commits():
        return hub_site.practice(title="Pane & rose", summary="Un forno <sociale>.", slug="pane")


class TestAtom:
    def test_what_was_pasted_out_of_a_word_processor_breaks_no_feed(
        self, client: Client, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            hub_site.practice(title="Pane\x0be rose\x1f\uffff", summary="Un\x0cforno.")

        (entry,) = atom_entries(client, "/it/feeds/atom.xml")

        assert (entry.findtext(f"{ATOM}title") or "").split() == ["Pane", "e", "rose"]

    def test_it_brings_the_newest_of_the_hub(self, client: Client, practice: Any) -> None:
        response = client.get("/it/feeds/atom.xml")
        root = ET.fromstring(response.content)
        entry = root.find(f"{ATOM}entry")

        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert root.get(XML_LANG) == "it"
        assert entry is not None
        assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{practice.uid}"
        assert entry.findtext(f"{ATOM}title") == "Pane & rose"
        assert entry.findtext(f"{ATOM}summary") == "<p>Un forno &lt;sociale&gt;.</p>"
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href") == "http://127.0.0.1:8000/it/pratiche/pane/"

    def test_the_feed_names_itself_and_the_site(self, client: Client, practice: Any) -> None:
        root = ET.fromstring(client.get("/it/feeds/atom.xml").content)
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}

        assert links == {
            "alternate": "http://127.0.0.1:8000/it/",
            "self": "http://127.0.0.1:8000/it/feeds/atom.xml",
        }

    def test_sections_and_plain_pages_are_no_news(
        self, client: Client, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            hub_site.standard_page(title="Chi siamo")

        assert atom_entries(client, "/it/feeds/atom.xml") == []

    def test_an_empty_feed_is_a_feed(self, client: Client, hub_site: HubSite) -> None:
        root = ET.fromstring(client.get("/it/feeds/atom.xml").content)

        assert root.findtext(f"{ATOM}updated")


class TestJsonFeed:
    def test_it_says_what_json_feed_asks_for(self, client: Client, practice: Any) -> None:
        response = client.get("/it/feeds/feed.json")
        feed = response.json()

        assert response["Content-Type"] == "application/feed+json; charset=utf-8"
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == "http://127.0.0.1:8000/it/feeds/feed.json"
        assert feed["language"] == "it"
        [item] = feed["items"]
        assert item["id"] == f"urn:uuid:{practice.uid}"
        assert item["content_html"] == "<p>Un forno &lt;sociale&gt;.</p>"
        assert item["_coop_hub"]["kind"] == "practice"

    def test_each_thing_stands_once_in_the_best_language(
        self, client: Client, hub_site: HubSite, practice: Any, commits: Commits
    ) -> None:
        with commits():
            hub_site.in_english(practice, title="Bread and roses")
            hub_site.practice(title="Solo in italiano")

        titles = {
            item["title"]: item["language"] for item in json_items(client, "/en/feeds/feed.json")
        }
        assert titles == {"Bread and roses": "en", "Solo in italiano": "it"}
        assert len(json_items(client, "/it/feeds/feed.json")) == 2

    def test_other_languages_are_marked_in_atom(self, client: Client, practice: Any) -> None:
        [entry] = atom_entries(client, "/en/feeds/atom.xml")

        assert entry.get(XML_LANG) == "it"


class TestCollections:
    def test_a_collection_keeps_the_curator_s_order_and_notes(
        self, client: Client, hub_site: HubSite, practice: Any, commits: Commits
    ) -> None:
        with commits():
            newer = hub_site.practice(title="Orto")
            make_collection((newer, "Da <qui>"), practice, slug="pane", title="Pane")

        items = json_items(client, "/it/feeds/collections/pane/feed.json")
        assert [item["title"] for item in items] == ["Orto", "Pane & rose"]
        assert items[0]["_coop_hub"]["note"] == "Da <qui>"
        assert '<p lang="it"><em>Da &lt;qui&gt;</em></p>' in items[0]["content_html"]

    def test_its_words_are_those_of_the_language_asked_for(
        self, client: Client, practice: Any, commits: Commits
    ) -> None:
        with commits():
            collection = make_collection(practice, slug="pane", title="Pane", intro="Il pane.")
        with commits():
            translate_collection(collection, notes=[""], title="Bread", intro="The bread.")

        feed = client.get("/en/feeds/collections/pane/feed.json").json()
        assert feed["title"].startswith("Bread")
        assert feed["description"] == "The bread."
        assert feed["home_page_url"] == "http://127.0.0.1:8000/en/collections/pane/"

    @pytest.mark.parametrize("name", ["atom.xml", "feed.json", "calendar.ics"])
    def test_one_that_is_not_public_is_not_found(
        self, client: Client, practice: Any, commits: Commits, name: str
    ) -> None:
        with commits():
            make_collection(practice, slug="pane", is_public=False)

        assert client.get(f"/it/feeds/collections/pane/{name}").status_code == 404
        assert client.get(f"/it/feeds/collections/altra/{name}").status_code == 404

    def test_it_takes_few_queries_however_long_it_is(
        self,
        client: Client,
        hub_site: HubSite,
        commits: Commits,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:
        with commits():
            make_collection(*[hub_site.practice() for _number in range(8)], slug="pane")

        with django_assert_max_num_queries(4):
            client.get("/it/feeds/collections/pane/feed.json")


class TestCalendars:
    @pytest.fixture
    def meeting(self, hub_site: HubSite, commits: Commits) -> Any:
        with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False), commits():
            return hub_site.event(
                title="Tavolo di ascolto",
                starts_at=ROME_NOON,
                ends_at=ROME_NOON + timedelta(hours=2),
                venue="Galleria civica",
                address="Via Roma 1; Copparo",
                online_url="https://meet.example.org/segreto",
            )

    def test_an_event_says_when_and_where_and_leads_back(
        self, client: Client, meeting: Any
    ) -> None:
        with time_machine.travel(datetime(2026, 6, 2, tzinfo=UTC)):
            [event] = events(client, "/it/feeds/calendar.ics")

        assert event["UID"] == f"{meeting.uid}@127.0.0.1"
        assert event["DTSTART"].dt == ROME_NOON
        assert event["DTEND"].dt == ROME_NOON + timedelta(hours=2)
        assert event["SUMMARY"] == "Tavolo di ascolto"
        assert event["SUMMARY"].params["LANGUAGE"] == "it"
        assert event["LOCATION"] == "Galleria civica, Via Roma 1; Copparo"
        assert event["STATUS"] == "CONFIRMED"
        assert event["URL"].startswith("http://127.0.0.1:8000/it/calendario/")

    def test_the_address_of_an_online_meeting_is_in_no_calendar(
        self, client: Client, meeting: Any
    ) -> None:
        paths = ["/it/feeds/calendar.ics", f"/it/feeds/events/{meeting.uid}.ics"]
        with time_machine.travel(datetime(2026, 6, 2, tzinfo=UTC)):
            answers = [client.get(path) for path in paths]

        assert all(b"Tavolo di ascolto" in answer.content for answer in answers)
        assert not any(b"segreto" in answer.content for answer in answers)

    def test_a_cancelled_event_stays_as_cancelled_with_a_higher_sequence(
        self, client: Client, meeting: Any, commits: Commits
    ) -> None:
        path = f"/it/feeds/events/{meeting.uid}.ics"
        [before] = events(client, path)
        with commits():
            edit(meeting, status="cancelled")
        [after] = events(client, path)

        assert after["STATUS"] == "CANCELLED"
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after["UID"] == before["UID"]

    def test_the_sequence_rises_also_when_a_backup_has_forgotten_the_last_changes(
        self, client: Client, meeting: Any, commits: Commits
    ) -> None:
        path = f"/it/feeds/events/{meeting.uid}.ics"
        with commits():
            edit(meeting, title="Una modifica che il backup non ha")
        [before] = events(client, path)
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            publishing.start_epoch()
            [after] = events(client, path)

        assert before["SEQUENCE"] < after["SEQUENCE"] < 2**31

    def test_a_whole_day_has_no_hours_and_ends_on_the_day_after(
        self, client: Client, meeting: Any, commits: Commits
    ) -> None:
        late = datetime(2026, 7, 4, 22, 30, tzinfo=UTC)  # the fifth of July in Rome
        with commits():
            edit(meeting, is_all_day=True, starts_at=late, ends_at=late)
        [event] = events(client, f"/it/feeds/events/{meeting.uid}.ics")

        assert event["DTSTART"].dt == date(2026, 7, 5)
        assert event["DTEND"].dt == date(2026, 7, 6)

    def test_the_deadline_of_a_call_is_an_appointment_that_takes_no_time(
        self, client: Client, hub_site: HubSite, commits: Commits
    ) -> None:
        closes_at = timezone.now().replace(microsecond=0) + timedelta(days=9)
        with commits():
            call = hub_site.call(title="Idee per la montagna", closes_at=closes_at)
        [event] = events(client, "/it/feeds/calendar.ics")

        assert event["DTSTART"].dt == closes_at
        assert event["TRANSP"] == "TRANSPARENT"
        assert "Idee per la montagna" in event["SUMMARY"]
        assert event["UID"] == f"{call.uid}-closes@127.0.0.1"

    def test_lines_are_folded_and_end_as_the_standard_says(
        self, client: Client, meeting: Any, commits: Commits
    ) -> None:
        with commits():
            edit(meeting, title="Perché " * 15)
        lines = client.get(f"/it/feeds/events/{meeting.uid}.ics").content.split(b"\r\n")

        assert max(len(line) for line in lines) <= 75
        assert not any(b"\n" in line for line in lines)

    def test_a_withdrawn_event_is_gone_and_an_unknown_one_not_found(
        self, client: Client, meeting: Any, commits: Commits
    ) -> None:
        with commits():
            meeting.unpublish()

        assert client.get(f"/it/feeds/events/{meeting.uid}.ics").status_code == 410
        unknown = "/it/feeds/events/00000000-0000-0000-0000-000000000000.ics"
        assert client.get(unknown).status_code == 404


class TestAnswers:
    @pytest.mark.parametrize("path", HUB_FEEDS)
    def test_who_has_this_version_gets_304(
        self, client: Client, hub_site: HubSite, commits: Commits, path: str
    ) -> None:
        with commits():
            event = hub_site.event()
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]

        with commits():
            edit(event, title="Nuovo titolo")
        changed = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200
        assert changed["ETag"] != first["ETag"]

    def test_who_knows_only_the_date_is_told_of_what_is_gone(
        self, client: Client, hub_site: HubSite, practice: Any, commits: Commits
    ) -> None:
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            first = client.get("/it/feeds/atom.xml")
        with time_machine.travel(timezone.now() + timedelta(hours=1)), commits():
            practice.unpublish()
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            since = {"If-Modified-Since": first["Last-Modified"]}
            assert client.get("/it/feeds/atom.xml", headers=since).status_code == 200

    @pytest.mark.parametrize("path", HUB_FEEDS)
    def test_a_feed_of_the_hub_takes_as_few_queries_for_many_as_for_one(
        self,
        client: Client,
        hub_site: HubSite,
        commits: Commits,
        path: str,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        with commits():
            for _number in range(3):
                hub_site.event()

        # A calendar also asks for the life of the log: its sequence rises after a restored backup.
        with django_assert_num_queries(3 if path.endswith(".ics") else 2):
            client.get(path)

    @pytest.mark.parametrize("path", HUB_FEEDS)
    def test_reading_is_all_one_can_do(self, client: Client, hub_site: HubSite, path: str) -> None:
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405

    def test_answers_are_kept_for_minutes_but_not_past_an_expiry(
        self, client: Client, practice: Any, commits: Commits
    ) -> None:
        assert client.get("/it/feeds/atom.xml")["Cache-Control"] == "public, max-age=300"
        now = timezone.now()
        with commits():
            edit(practice, expire_at=now + timedelta(seconds=100))
        with time_machine.travel(now + timedelta(seconds=40), tick=False):
            assert client.get("/it/feeds/atom.xml")["Cache-Control"] == "public, max-age=60"
        with time_machine.travel(now + timedelta(seconds=101)):
            assert atom_entries(client, "/it/feeds/atom.xml") == []

    @pytest.mark.parametrize("path", HUB_FEEDS)
    def test_the_language_is_that_of_the_address_whatever_the_browser_prefers(
        self, client: Client, practice: Any, path: str
    ) -> None:
        english = path.replace("/it/", "/en/")
        response = client.get(english, headers={"Accept-Language": "it"})

        assert response["Content-Language"] == "en"
        assert "Accept-Language" not in response.get("Vary", "")

    def test_json_is_well_formed_text(self, client: Client, practice: Any) -> None:
        assert json.loads(client.get("/it/feeds/feed.json").content.decode("utf-8"))
