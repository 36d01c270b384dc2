"""Curated collections."""

from typing import Any

from django.test import Client

from catalogue.models import CuratedCollection
from tests.api.conftest import Commits, Reader, Shelf, make_collection
from tests.factories import locale

COLLECTIONS = "/api/v1/collections/"
CURA = f"{COLLECTIONS}cura/"


def titles(document: dict[str, Any]) -> list[str]:
    return [item["entry"]["title"] for item in document["items"]]


def in_english(collection: CuratedCollection, **fields: Any) -> CuratedCollection:
    english = collection.copy_for_translation(locale("en"))
    for name, value in fields.items():
        setattr(english, name, value)
    english.save()
    return english


class TestDescriptions:
    def test_a_collection_tells_its_words_in_each_language_and_where_to_read_on(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            in_english(shelf.collection, title="Care", intro="Who cares.")
        document = reader.read(CURA)

        assert document["slug"] == "cura"
        assert document["title"] == {"it": "Cura", "en": "Care"}
        assert document["intro"] == {"en": "Who cares."}
        assert document["entry_count"] == {"en": 1, "it": 2}
        assert document["url"]["en"].endswith("/en/collections/cura/")
        assert document["entries"].endswith("/api/v1/collections/cura/entries/")
        assert document["changes"].endswith("/api/v1/collections/cura/changes/")

    def test_every_address_it_tells_can_be_read(
        self, reader: Reader, shelf: Shelf, client: Client
    ) -> None:
        document = reader.read(CURA)
        addresses = [document["entries"], document["changes"], *document["url"].values()]
        for by_language in document["feeds"].values():
            addresses += by_language.values()

        statuses = {one: client.get(one.partition(":8000")[2]).status_code for one in addresses}
        assert set(statuses.values()) == {200}, statuses

    def test_the_list_has_what_is_public_by_slug(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            make_collection(shelf.bakery, slug="altra", title="Altra")
            make_collection(shelf.event, slug="bozza", title="Bozza", is_public=False)
        document = reader.read(COLLECTIONS)

        assert [item["slug"] for item in document["items"]] == ["altra", "cura"]

    def test_one_that_is_not_public_is_not_found(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            make_collection(shelf.bakery, slug="bozza", is_public=False)

        for address in ("", "entries/", "changes/"):
            assert reader.problem(f"{COLLECTIONS}bozza/{address}", 404)
            assert reader.problem(f"{COLLECTIONS}mai-esistita/{address}", 404)

    def test_a_name_longer_than_any_can_be_is_not_found(self, reader: Reader, db: None) -> None:
        assert reader.problem(f"{COLLECTIONS}{'a' * 5000}/", 404)

    def test_an_empty_hub_has_an_empty_list(self, reader: Reader, db: None) -> None:
        assert reader.read(COLLECTIONS) == {"items": []}


class TestMembers:
    def test_they_come_in_the_curators_order_with_notes(self, reader: Reader, shelf: Shelf) -> None:
        items = reader.read(f"{CURA}entries/")["items"]

        assert [(item["position"], item["note"]) for item in items] == [
            (1, "Nota 0"),
            (2, "Nota 1"),
        ]
        assert [item["entry"]["title"] for item in items] == ["Orto", "Lavanderia"]
        assert {item["note_language"] for item in items} == {"it"}
        assert not any(item["is_fallback"] for item in items)

    def test_a_new_order_is_followed(self, reader: Reader, shelf: Shelf, commits: Commits) -> None:
        with commits():
            first, second = shelf.collection.items.order_by("sort_order")
            first.sort_order, second.sort_order = 2, 1
            shelf.collection.items.set([second, first])
            shelf.collection.save()

        assert titles(reader.read(f"{CURA}entries/")) == ["Lavanderia", "Orto"]

    def test_each_thing_comes_once_in_the_best_language_and_says_so(
        self, reader: Reader, shelf: Shelf
    ) -> None:
        items = reader.read(f"{CURA}entries/", language="en")["items"]

        assert [item["entry"]["title"] for item in items] == ["Orchard", "Lavanderia"]
        assert [item["is_fallback"] for item in items] == [False, True]
        assert items[1]["entry"]["language"] == "it"

    def test_the_full_view_carries_the_whole_text(self, reader: Reader, shelf: Shelf) -> None:
        items = reader.read(f"{CURA}entries/", view="full")["items"]

        assert items[0]["entry"] == reader.read(f"/api/v1/entries/{shelf.orchard.uid}/")

    def test_following_next_gives_all_of_them_once(self, reader: Reader, shelf: Shelf) -> None:
        items = reader.read_all(f"{CURA}entries/", limit="1")

        assert [item["position"] for item in items] == [1, 2]

    def test_what_is_withdrawn_leaves(self, reader: Reader, shelf: Shelf, commits: Commits) -> None:
        with commits():
            shelf.orchard.unpublish()
            shelf.orchard_en.unpublish()

        assert titles(reader.read(f"{CURA}entries/")) == ["Lavanderia"]

    def test_an_empty_collection_is_empty_and_not_missing(
        self, reader: Reader, shelf: Shelf, commits: Commits
    ) -> None:
        with commits():
            make_collection(slug="vuota")

        assert reader.read(f"{COLLECTIONS}vuota/entries/") == {"items": [], "next": None}
