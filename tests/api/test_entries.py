"""The list of entries, and each entry."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from catalogue.models import Entry
from tests.api.conftest import Commits, Reader, Shelf, make_collection

ENTRIES = "/api/v1/entries/"


def titles(document: dict[str, Any]) -> list[str]:
    return [item["title"] for item in document["items"] if item["kind"] != "page"]


def entry_path(page: Any) -> str:
    return f"{ENTRIES}{page.uid}/"


class TestList:
    def test_everything_public_comes_the_newest_first(self, reader: Reader, shelf: Shelf) -> None:
        found = titles(reader.read(ENTRIES))

        assert found == [
            "Orchard", "Percorso", "Bando", "Incontro", "Forno", "Lavanderia", "Orto",
        ]  # fmt: skip

    def test_cards_are_what_the_catalogue_holds(self, reader: Reader, shelf: Shelf) -> None:
        document = reader.read(ENTRIES, kind="call")

        assert document["items"] == [Entry.objects.get(uid=shelf.call.uid).card_data]
        assert "body" not in document["items"][0]

    def test_the_full_view_carries_the_whole_text(self, reader: Reader, shelf: Shelf) -> None:
        document = reader.read(ENTRIES, kind="call", view="full")

        assert document["items"][0]["body"] == []

    def test_filters_narrow_the_list(self, reader: Reader, shelf: Shelf) -> None:
        cases: list[tuple[dict[str, str], set[str]]] = [
            ({"kind": "practice"}, {"Orchard", "Forno", "Lavanderia", "Orto"}),
            ({"kind": "event"}, {"Incontro"}),
            ({"topic": "agricoltura-sociale"}, {"Orto", "Orchard"}),
            ({"topic": "agricoltura-sociale", "language": "en"}, {"Orchard"}),
            ({"territory": "037"}, {"Lavanderia"}),
            ({"territory": "08", "kind": "call"}, {"Bando"}),
            ({"collection": "cura"}, {"Orto", "Orchard", "Lavanderia"}),
            ({"language": "en"}, {"Orchard"}),
        ]
        for query, expected in cases:
            assert set(titles(reader.read(ENTRIES, **query))) == expected, query

    def test_practices_are_narrowed_by_what_is_told_of_them(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            shelf.site.practice(
                title="Serra",
                maturity="pilot",
                evidence_level=2,
                target_groups=["older-people"],
                sdg_first=11,
                sdg_second=1,
            )

        for query in (
            {"target": "older-people"},
            {"maturity": "pilot"},
            {"evidence": "2"},
            {"sdg": "11"},
            {"sdg": "1"},
        ):
            assert titles(reader.read(ENTRIES, **query)) == ["Serra"], query
        assert titles(reader.read(ENTRIES, sdg="12")) == []

    def test_a_region_includes_its_provinces(self, reader: Reader, shelf: Shelf) -> None:
        by_region = titles(reader.read(ENTRIES, territory="08"))

        assert {"Lavanderia", "Orto"} <= set(by_region)

    def test_translations_are_found_by_what_they_share(self, reader: Reader, shelf: Shelf) -> None:
        shared = str(shelf.orchard.translation_key)

        assert titles(reader.read(ENTRIES, translation_of=shared)) == ["Orchard", "Orto"]

    def test_dates_narrow_the_list(self, reader: Reader, shelf: Shelf, commits: Commits) -> None:
        tomorrow = timezone.now() + timedelta(days=1)
        with time_machine.travel(tomorrow), commits():
            shelf.site.practice(title="Domani")
        since = tomorrow.strftime("%Y-%m-%dT%H:%M:%SZ")

        assert titles(reader.read(ENTRIES, published_since=since)) == ["Domani"]
        assert titles(reader.read(ENTRIES, updated_since=since)) == ["Domani"]

    def test_a_day_means_its_beginning_in_italy(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        # Half past midnight in Rome is still the day before in UTC.
        with time_machine.travel("2027-06-14T22:30:00Z"), commits():
            shelf.site.practice(title="Dopo mezzanotte")

        assert titles(reader.read(ENTRIES, published_since="2027-06-15")) == ["Dopo mezzanotte"]

    def test_events_are_found_by_when_they_begin(self, reader: Reader, shelf: Shelf) -> None:
        begins = Entry.objects.get(uid=shelf.event.uid).starts_at
        assert begins is not None
        moment = begins.isoformat()
        later = (begins + timedelta(minutes=1)).isoformat()

        assert titles(reader.read(ENTRIES, starts_after=moment)) == ["Incontro"]
        assert titles(reader.read(ENTRIES, starts_before=moment)) == []
        assert titles(reader.read(ENTRIES, starts_before=later)) == ["Incontro"]

    def test_ordering_by_beginning_leaves_out_what_has_none(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            shelf.site.event(title="Più tardi", starts_at=timezone.now() + timedelta(days=30))

        assert titles(reader.read(ENTRIES, order="starts_at")) == ["Incontro", "Più tardi"]
        assert titles(reader.read(ENTRIES, order="-starts_at")) == ["Più tardi", "Incontro"]

    def test_the_oldest_may_come_first(self, reader: Reader, shelf: Shelf) -> None:
        document = reader.read(ENTRIES, kind="practice", language="it", order="published_at")

        assert titles(document) == ["Orto", "Lavanderia", "Forno"]

    def test_what_was_edited_last_may_come_first(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            shelf.orchard.save_revision().publish()

        assert titles(reader.read(ENTRIES, order="-updated_at"))[0] == "Orto"


class TestWordsThatDoNotExist:
    def test_an_unknown_word_is_told_instead_of_an_empty_list(
        self, reader: Reader, shelf: Shelf
    ) -> None:
        wrong = {"topic": "agricoltura", "territory": "99", "collection": "segreta"}
        for name, value in wrong.items():
            problem = reader.problem(ENTRIES, 400, **{name: value})

            assert [error["parameter"] for error in problem["errors"]] == [name]
            assert "/api/v1/" in problem["errors"][0]["detail"]

    def test_a_word_that_nothing_carries_gives_an_empty_list(
        self, reader: Reader, shelf: Shelf
    ) -> None:
        document = reader.read(ENTRIES, kind="event", topic="agricoltura-sociale")

        assert document == {"items": [], "next": None}

    def test_a_collection_that_is_not_public_does_not_exist(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            make_collection(shelf.bakery, slug="bozze", is_public=False)

        assert reader.problem(ENTRIES, 400, collection="bozze")["errors"]


class TestDetail:
    def test_an_entry_comes_in_full(self, reader: Reader, shelf: Shelf) -> None:
        document = reader.read(entry_path(shelf.orchard))

        assert document["title"] == "Orto"
        assert document["uid"] == str(shelf.orchard.uid)
        assert document["translation_of"] == str(shelf.orchard.translation_key)
        assert document["url"] == "http://127.0.0.1:8000/it/pratiche/orto/"
        assert document["cooperative"]["territory"] == {"code": "038", "label": "Ferrara"}

    def test_its_identity_outlives_its_address(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        before = entry_path(shelf.orchard)
        with commits():
            shelf.orchard.slug = "orto-nuovo"
            shelf.orchard.save_revision().publish()

        assert reader.read(before)["url"].endswith("/orto-nuovo/")

    def test_what_was_withdrawn_is_gone_and_says_why(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            shelf.orchard.unpublish()
        problem = reader.problem(entry_path(shelf.orchard), 410)

        assert problem["reason"] == "withdrawn"
        assert problem["uid"] == str(shelf.orchard.uid)
        assert problem["gone_at"].endswith("Z")
        assert "Orto" not in str(problem)

    def test_what_was_deleted_is_gone_too(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        path = entry_path(shelf.bakery)
        with commits():
            shelf.bakery.delete()

        assert reader.problem(path, 410)["reason"] == "deleted"

    def test_what_has_expired_is_gone_before_any_command_has_run(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        tonight = timezone.now() + timedelta(hours=6)
        with commits():
            shelf.orchard.expire_at = tonight
            shelf.orchard.save_revision().publish()
        with time_machine.travel(tonight + timedelta(seconds=1)):
            assert reader.problem(entry_path(shelf.orchard), 410)["reason"] == "expired"
            assert "Orto" not in titles(reader.read(ENTRIES))

    def test_what_never_was_is_not_found(self, reader: Reader, shelf: Shelf) -> None:
        problem = reader.problem(f"{ENTRIES}6f1c8a52-3b0e-5a4d-9c1f-2f6f7f0b8f11/", 404)

        assert problem["type"].endswith("#problem-not-found")

    def test_a_draft_is_as_unknown_as_what_never_was(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            draft = shelf.site.practice(title="Bozza", publish=False)

        assert reader.problem(entry_path(draft), 404)

    def test_what_comes_back_is_there_again(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            shelf.orchard.unpublish()
        with commits():
            shelf.orchard.save_revision().publish()

        assert reader.read(entry_path(shelf.orchard))["title"] == "Orto"
