"""What an event belongs to, and what belongs to it: on pages, in the catalogue, for machines."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from catalogue.models import Entry
from home.structured_data import of_entry
from tests.catalogue.conftest import Commits, commits
from tests.factories import HubSite

__all__ = ["commits"]
pytestmark = pytest.mark.django_db

MAY = datetime(2027, 5, 4, 15, tzinfo=UTC)


def detail_of(page: Any) -> dict[str, Any]:
    detail: dict[str, Any] = json.loads(Entry.objects.get(page_id=page.pk).detail)
    return detail


def titles(rows: list[dict[str, Any]]) -> list[str]:
    return [row["title"] for row in rows]


class TestParts:
    def test_the_part_names_the_whole_and_the_whole_its_parts(
        self, hub_site: HubSite, client: Client, commits: Commits
    ) -> None:
        with commits():
            whole = hub_site.event(title="Tre giorni di cooperazione")
        with commits():
            part = hub_site.event(title="Il laboratorio", part_of_event=whole, starts_at=MAY)

        assert detail_of(part)["part_of"]["title"] == "Tre giorni di cooperazione"
        assert titles(detail_of(whole)["parts"]) == ["Il laboratorio"]
        assert "Tre giorni di cooperazione" in client.get(part.url).text
        assert "Il laboratorio" in client.get(whole.url).text
        larger = of_entry(detail_of(part))["superEvent"]
        assert (larger["@type"], larger["url"]) == ("Event", detail_of(whole)["url"])
        [smaller] = of_entry(detail_of(whole))["subEvent"]
        assert smaller["startDate"] == "2027-05-04T15:00:00Z"

    def test_a_part_that_is_taken_off_the_site_is_named_no_more(
        self, hub_site: HubSite, client: Client, commits: Commits
    ) -> None:
        with commits():
            whole = hub_site.event()
        with commits():
            part = hub_site.event(title="Il laboratorio", part_of_event=whole)
        with commits():
            part.unpublish()

        assert detail_of(whole)["parts"] == []
        assert "Il laboratorio" not in client.get(whole.url).text

    def test_a_draft_is_named_by_nobody(self, hub_site: HubSite, commits: Commits) -> None:
        with commits():
            whole = hub_site.event(publish=False)
        with commits():
            part = hub_site.event(part_of_event=whole)

        assert detail_of(part)["part_of"] is None

    def test_a_path_and_a_larger_event_are_both_told(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            whole, path = hub_site.event(title="Forum"), hub_site.path(title="Rinasce?")
        with commits():
            part = hub_site.event(part_of_event=whole, part_of_path=path)

        larger = of_entry(detail_of(part))["superEvent"]
        assert [(one["@type"], one["name"]) for one in larger] == [
            ("Event", "Forum"),
            ("EventSeries", "Rinasce?"),
        ]

    def test_readers_of_another_language_are_led_to_theirs(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            whole = hub_site.event(title="Forum")
            hub_site.in_english(whole, title="The forum")
        with commits():
            part = hub_site.event(part_of_event=whole)
            english = hub_site.in_english(part, title="Workshop")

        assert detail_of(english)["part_of"]["title"] == "The forum"

    def test_what_is_in_another_language_says_so(
        self, hub_site: HubSite, client: Client, commits: Commits
    ) -> None:
        with commits():
            whole = hub_site.event(title="Forum")
            english = hub_site.in_english(whole, title="The forum")
            hub_site.event(title="Il laboratorio", part_of_event=whole)

        page = client.get(english.url).text

        assert "Il laboratorio" in page
        assert "In Italian" in page
        assert 'hreflang="it">Il laboratorio' in page
        assert "In italiano" not in client.get(whole.url).text

    def test_there_is_one_floor_only(self, hub_site: HubSite) -> None:
        whole = hub_site.event()
        part = hub_site.event(part_of_event=whole)
        inner = hub_site.event(publish=False)

        for event, larger in ((inner, part), (whole, inner), (whole, whole)):
            event.part_of_event = larger
            with pytest.raises(ValidationError) as error:
                event.clean()
            assert "part_of_event" in error.value.message_dict


class TestCalls:
    def test_the_event_names_its_call_and_the_call_its_events(
        self, hub_site: HubSite, client: Client, commits: Commits
    ) -> None:
        with commits():
            call = hub_site.call(title="Abitare insieme")
        with commits():
            event = hub_site.event(title="Come si partecipa", call_page=call)

        assert detail_of(event)["call"]["title"] == "Abitare insieme"
        assert titles(detail_of(call)["events"]) == ["Come si partecipa"]
        assert "Abitare insieme" in client.get(event.url).text
        assert "Come si partecipa" in client.get(call.url).text
        [about] = of_entry(detail_of(call))["subjectOf"]
        assert (about["@type"], about["name"]) == ("Event", "Come si partecipa")

    def test_another_call_takes_the_place_of_the_first(
        self, hub_site: HubSite, commits: Commits
    ) -> None:
        with commits():
            first, second = hub_site.call(code="UNO26"), hub_site.call(code="DUE26")
        with commits():
            event = hub_site.event(call_page=first)
        with commits():
            event.call_page = second
            event.save_revision().publish()

        assert (len(detail_of(first)["events"]), len(detail_of(second)["events"])) == (0, 1)
