"""Following the changes: a mirror that only follows `next` holds what the hub shows."""

import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from catalogue.models import CuratedCollection
from tests.api.conftest import Commits, Reader, Shelf, make_collection

CHANGES = "/api/v1/changes/"
CURA_CHANGES = "/api/v1/collections/cura/changes/"


@dataclass
class Mirror:
    """A partner's mirror: it puts what carries an entry, removes the rest, and keeps `next`."""

    reader: Reader
    next: str
    held: dict[str, Any] = field(default_factory=dict)
    steps: list[tuple[str, str | None]] = field(default_factory=list)

    def update(self) -> "Mirror":
        while True:
            document = self.reader.read(self.next)
            for item in document["items"]:
                self.steps.append((item["verb"], item["reason"]))
                if item["entry"] is None:
                    self.held.pop(item["uid"], None)
                else:
                    self.held[item["uid"]] = (item["entry"], item.get("position"), item.get("note"))
            self.next = document["next"]
            if not document["has_more"]:
                return self


def fresh(mirror: Mirror) -> dict[str, Any]:
    start = mirror.next.partition("?")[0]
    return Mirror(mirror.reader, start).update().held


def titles(mirror: Mirror) -> set[str]:
    return {entry["title"] for entry, _position, _note in mirror.held.values()}


def cursor_of(document: dict[str, Any]) -> str:
    return parse_qs(urlsplit(document["next"]).query)["cursor"][0]


class TestTheHub:
    def test_without_a_cursor_it_is_a_full_download(self, reader: Reader, shelf: Shelf) -> None:
        mirror = Mirror(reader, f"{CHANGES}?limit=2").update()
        everything = reader.read_all("/api/v1/entries/", view="full")

        assert {entry["uid"]: entry for entry, _p, _n in mirror.held.values()} == {
            entry["uid"]: entry for entry in everything
        }
        assert {verb for verb, _reason in mirror.steps} == {"upsert"}

    def test_when_nothing_is_new_the_same_address_stands_in_next(
        self, reader: Reader, shelf: Shelf
    ) -> None:
        mirror = Mirror(reader, CHANGES).update()
        document = reader.read(mirror.next)

        assert document == {"items": [], "next": mirror.next, "has_more": False}

    def test_an_edit_a_withdrawal_and_a_deletion_are_told(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        mirror = Mirror(reader, CHANGES).update()
        mirror.steps.clear()
        with commits():
            shelf.orchard.title = "Orto nuovo"
            shelf.orchard.save_revision().publish()
        with commits():
            shelf.event.unpublish()
        with commits():
            shelf.bakery.delete()
        mirror.update()

        assert {"Orto nuovo"} <= titles(mirror)
        assert not {"Orto", "Incontro", "Forno"} & titles(mirror)
        assert {("gone", "withdrawn"), ("gone", "deleted")} <= set(mirror.steps)
        assert mirror.held == fresh(mirror)

    def test_a_tombstone_carries_no_words(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        start = Mirror(reader, CHANGES).update().next
        with commits():
            shelf.event.unpublish()
        [step] = [item for item in reader.read(start)["items"] if item["verb"] == "gone"]

        assert step["uid"] == str(shelf.event.uid)
        assert step["kind"] == "event"
        assert step["entry"] is None
        assert "Incontro" not in str(step)

    def test_one_kind_or_language_can_be_followed(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        mirror = Mirror(reader, f"{CHANGES}?kind=practice&language=it").update()
        with commits():
            shelf.bakery.unpublish()
            shelf.event.unpublish()
        mirror.update()

        assert titles(mirror) == {"Orto", "Lavanderia"}

    @pytest.mark.parametrize("seed", [3, 71])
    def test_after_any_sequence_a_follower_holds_what_a_newcomer_downloads(
        self, reader: Reader, shelf: Shelf, commits: Commits, seed: int
    ) -> None:
        chance = random.Random(seed)
        mirror = Mirror(reader, f"{CHANGES}?limit=3").update()
        pages = [shelf.orchard, shelf.laundry, shelf.bakery, shelf.event, shelf.call]
        for step in range(8):
            page = chance.choice(pages)
            page.refresh_from_db()
            with commits():
                if page.live and chance.random() < 0.4:
                    page.unpublish()
                else:
                    page.title = f"Titolo {step}"
                    page.save_revision().publish()
            if chance.random() < 0.5:
                mirror.update()
        mirror.update()

        assert mirror.held == fresh(mirror)


class TestACollection:
    def test_a_mirror_of_it_holds_what_it_lists(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        mirror = Mirror(reader, CURA_CHANGES).update()
        with commits():
            shelf.laundry.title = "Lavanderia di quartiere"
            shelf.laundry.save_revision().publish()
            shelf.orchard_en.unpublish()
        mirror.update()
        listed = reader.read("/api/v1/collections/cura/entries/", view="full")["items"]

        assert {uid: value[1:] for uid, value in mirror.held.items()} == {
            item["entry"]["uid"]: (item["position"], item["note"]) for item in listed
        }
        assert {entry["title"] for entry, _p, _n in mirror.held.values()} == {
            "Orto", "Lavanderia di quartiere",
        }  # fmt: skip

    def test_who_leaves_leaves_it_but_stays_in_the_hub(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        of_collection = Mirror(reader, CURA_CHANGES).update()
        of_hub = Mirror(reader, CHANGES).update()
        of_collection.steps.clear()
        with commits():
            shelf.collection.items.set(shelf.collection.items.all()[:1])
            shelf.collection.save()
        of_collection.update()

        assert ("leave", "left-collection") in of_collection.steps
        assert titles(of_collection) == {"Orto", "Orchard"}
        assert "Lavanderia" in titles(of_hub.update())

    def test_a_follower_of_a_closed_collection_learns_so(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        address = Mirror(reader, CURA_CHANGES).update().next
        with commits():
            shelf.collection.is_public = False
            shelf.collection.save()

        assert reader.problem(address, 410)["type"].endswith("#problem-collection-closed")
        assert reader.problem(CURA_CHANGES, 404)["type"].endswith("#problem-not-found")

    def test_a_collection_that_opens_again_is_told_whole_to_who_followed_it(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        mirror = Mirror(reader, CURA_CHANGES).update()
        held = dict(mirror.held)
        with commits():
            shelf.collection.is_public = False
            shelf.collection.save()
        assert reader.problem(mirror.next, 410)
        mirror.held.clear()
        with commits():
            shelf.collection.is_public = True
            shelf.collection.save()

        assert set(mirror.update().held) == set(held)
        assert mirror.held == Mirror(reader, CURA_CHANGES).update().held

    def test_a_follower_of_a_renamed_collection_learns_so(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        address = Mirror(reader, CURA_CHANGES).update().next
        with commits():
            shelf.collection.slug = "luoghi"
            shelf.collection.save()

        assert reader.problem(address, 410)
        renamed = Mirror(reader, "/api/v1/collections/luoghi/changes/").update()
        assert titles(renamed) == {"Orto", "Orchard", "Lavanderia"}

    def test_collections_have_streams_of_their_own(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            make_collection(shelf.bakery, slug="pane")
        cursor = cursor_of(reader.read(CURA_CHANGES))

        assert reader.problem("/api/v1/collections/pane/changes/", 400, cursor=cursor)
        assert reader.problem(CHANGES, 400, cursor=cursor)


class TestCursors:
    def test_a_forged_one_is_refused(self, reader: Reader, shelf: Shelf) -> None:
        for forged in ("x", "WyJhIiwxLCIiLCIiXQ:abc", "…", "a" * 1000):
            for address in (CHANGES, CURA_CHANGES):
                problem = reader.problem(address, 400, cursor=forged)

                assert [error["parameter"] for error in problem["errors"]] == ["cursor"]

    def test_one_given_for_other_filters_is_refused(self, reader: Reader, shelf: Shelf) -> None:
        cursor = cursor_of(reader.read(CHANGES, kind="practice"))

        assert reader.problem(CHANGES, 400, cursor=cursor)
        assert reader.problem(CHANGES, 400, cursor=cursor, kind="event")
        assert reader.read(CHANGES, kind="practice", cursor=cursor, limit="1")

    def test_one_of_another_life_of_the_log_is_too_old_and_says_where_to_begin(
        self, reader: Reader, shelf: Shelf
    ) -> None:
        address = Mirror(reader, f"{CHANGES}?kind=practice&limit=2").update().next
        call_command("new_epoch")
        problem = reader.problem(address, 410)

        assert problem["type"].endswith("#problem-cursor-expired")
        assert "cursor" not in problem["restart"]
        assert "kind=practice" in problem["restart"]
        assert reader.read(problem["restart"])["items"]

    def test_a_deleted_collection_is_told_to_its_followers(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        address = Mirror(reader, CURA_CHANGES).update().next
        with commits():
            CuratedCollection.objects.all().delete()

        assert reader.problem(address, 410)["type"].endswith("#problem-collection-closed")
