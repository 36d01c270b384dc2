"""Keeping answers: recognised by their tags, the same for everybody, never beyond their time."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from catalogue.models import Entry
from core.models import Topic
from tests.api.conftest import Commits, Reader, Shelf
from tests.factories import AdminFactory

ENTRIES = "/api/v1/entries/"
ADDRESSES = [
    "/api/v1/",
    ENTRIES,
    f"{ENTRIES}?view=full&kind=practice",
    f"{ENTRIES}{{uid}}/",
    "/api/v1/collections/",
    "/api/v1/collections/cura/",
    "/api/v1/collections/cura/entries/",
    "/api/v1/collections/cura/changes/",
    "/api/v1/changes/",
    "/api/v1/topics/",
    "/api/v1/territories/",
    "/api/v1/schema/",
]


def get(client: Client, address: str, shelf: Shelf, **headers: str) -> Any:
    return client.get(address.replace("{uid}", str(shelf.orchard.uid)), headers=headers)


class TestEveryAddress:
    def test_an_answer_known_already_is_not_sent_again(self, client: Client, shelf: Shelf) -> None:
        for address in ADDRESSES:
            first = get(client, address, shelf)
            for tags in (first["ETag"], f'"other", W/{first["ETag"]}', "*"):
                again = get(client, address, shelf, **{"If-None-Match": tags})

                assert (again.status_code, again.content) == (304, b""), address
                assert again["ETag"] == first["ETag"]
                assert again["Cache-Control"] == first["Cache-Control"]

    def test_another_version_is_sent(self, client: Client, shelf: Shelf) -> None:
        for address in ADDRESSES:
            answer = get(client, address, shelf, **{"If-None-Match": '"other"'})

            assert answer.status_code == 200, address
            assert answer.content

    def test_shared_caches_may_keep_one_copy_for_everybody(
        self, client: Client, shelf: Shelf
    ) -> None:
        for address in ADDRESSES:
            answer = get(client, address, shelf)

            assert answer["Cache-Control"] == (
                "public, max-age=0, s-maxage=60, stale-while-revalidate=30"
            ), address
            assert "Vary" not in answer, address
            assert "Set-Cookie" not in answer, address

    def test_who_is_logged_in_gets_the_same_bytes(self, client: Client, shelf: Shelf) -> None:
        person = Client()
        person.force_login(AdminFactory())
        for address in ADDRESSES:
            anonymous = get(client, address, shelf)
            known = get(person, address, shelf, **{"Accept-Language": "en"})

            assert known.content == anonymous.content, address
            assert known["ETag"] == anonymous["ETag"]
            assert "Vary" not in known

    def test_head_tells_the_same_without_the_body(self, client: Client, shelf: Shelf) -> None:
        for address in ADDRESSES:
            path = address.replace("{uid}", str(shelf.orchard.uid))
            answer, whole = client.head(path), client.get(path)

            assert (answer.status_code, answer.content) == (200, b""), address
            assert answer["ETag"] == whole["ETag"]
            assert answer["Content-Length"] == str(len(whole.content))

    def test_a_wish_for_another_version_fails(self, client: Client, shelf: Shelf) -> None:
        for address in ADDRESSES:
            answer = get(client, address, shelf, **{"If-Match": '"other"'})

            assert answer.status_code == 412, address
            assert answer["Content-Type"] == "application/problem+json"


class TestVersions:
    def test_a_304_writes_no_body(
        self, client: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tag = client.get(ENTRIES)["ETag"]

        def write(*args: Any, **kwargs: Any) -> str:
            raise AssertionError("a body was written")

        monkeypatch.setattr("api.endpoints.entries.items_as_json", write)
        assert client.get(ENTRIES, headers={"If-None-Match": tag}).status_code == 304

    def test_an_edit_makes_a_new_one(self, client: Client, shelf: Shelf, commits: Commits) -> None:
        addresses = [
            ENTRIES,
            f"{ENTRIES}{{uid}}/",
            "/api/v1/collections/cura/entries/",
            "/api/v1/collections/cura/changes/",
            "/api/v1/changes/",
        ]
        tags = {one: get(client, one, shelf)["ETag"] for one in addresses}
        with commits():
            shelf.orchard.title = "Orto nuovo"
            shelf.orchard.save_revision().publish()

        for address, tag in tags.items():
            answer = get(client, address, shelf, **{"If-None-Match": tag})
            assert answer.status_code == 200, address
            assert "Orto nuovo" in answer.content.decode()

    def test_a_renamed_topic_makes_a_new_one(
        self, client: Client, shelf: Shelf, commits: Commits
    ) -> None:
        before = get(client, f"{ENTRIES}{{uid}}/", shelf)["ETag"]
        with commits():
            topic = Topic.objects.get(slug="agricoltura-sociale")
            topic.name = "Agricoltura per tutti"
            topic.save()

        assert get(client, f"{ENTRIES}{{uid}}/", shelf)["ETag"] != before

    def test_cards_and_details_have_different_ones(self, client: Client, shelf: Shelf) -> None:
        assert client.get(ENTRIES)["ETag"] != client.get(f"{ENTRIES}?view=full")["ETag"]

    def test_a_new_note_makes_a_new_one(
        self, client: Client, shelf: Shelf, commits: Commits
    ) -> None:
        before = client.get("/api/v1/collections/cura/entries/")["ETag"]
        with commits():
            [item, *rest] = shelf.collection.items.order_by("sort_order")
            item.note = "Da rileggere"
            shelf.collection.items.set([item, *rest])
            shelf.collection.save()

        assert client.get("/api/v1/collections/cura/entries/")["ETag"] != before


class TestDates:
    def test_an_entry_says_when_it_changed(self, client: Client, shelf: Shelf) -> None:
        with time_machine.travel(timezone.now() + timedelta(minutes=5)):
            first = get(client, f"{ENTRIES}{{uid}}/", shelf)
            since = {"If-Modified-Since": first["Last-Modified"]}

            assert get(client, f"{ENTRIES}{{uid}}/", shelf, **since).status_code == 304

    def test_a_change_of_a_moment_ago_is_told_by_the_tag_alone(
        self, client: Client, shelf: Shelf
    ) -> None:
        changed_at = Entry.objects.get(uid=shelf.orchard.uid).change.at
        with time_machine.travel(changed_at + timedelta(milliseconds=300)):
            answer = get(client, f"{ENTRIES}{{uid}}/", shelf)

        assert "Last-Modified" not in answer
        assert "ETag" in answer


class TestLife:
    @pytest.mark.parametrize(
        ("left", "expected"),
        [
            (timedelta(hours=1), "s-maxage=60, stale-while-revalidate=30"),
            (timedelta(seconds=75, milliseconds=500), "s-maxage=60, stale-while-revalidate=15"),
            (timedelta(seconds=20, milliseconds=500), "s-maxage=20, stale-while-revalidate=0"),
            (timedelta(milliseconds=500), "s-maxage=0, stale-while-revalidate=0"),
        ],
    )
    def test_it_ends_before_something_disappears(
        self, client: Client, shelf: Shelf, commits: Commits, left: timedelta, expected: str
    ) -> None:
        end = timezone.now() + timedelta(days=1)
        with commits():
            shelf.orchard.expire_at = end
            shelf.orchard.save_revision().publish()
        with time_machine.travel(end - left, tick=False):
            for address in (
                ENTRIES,
                f"{ENTRIES}{{uid}}/",
                "/api/v1/changes/",
                "/api/v1/collections/cura/entries/",
                f"/id/{shelf.orchard.uid}/",
            ):
                assert get(client, address, shelf)["Cache-Control"].endswith(expected), address


class TestOtherSites:
    def test_scripts_of_any_site_may_read(self, client: Client, shelf: Shelf) -> None:
        for headers in ({}, {"Origin": "https://partner.example"}):
            answer = client.get(ENTRIES, headers=headers)

            assert answer["Access-Control-Allow-Origin"] == "*"
            assert "ETag" in answer["Access-Control-Expose-Headers"]
            assert "Content-Location" in answer["Access-Control-Expose-Headers"]
            assert "Access-Control-Allow-Credentials" not in answer

    def test_errors_can_be_read_too(self, client: Client, db: None) -> None:
        answer = client.get("/api/v1/nowhere/", headers={"Origin": "https://partner.example"})

        assert answer["Access-Control-Allow-Origin"] == "*"

    def test_a_browser_that_asks_first_is_told(self, client: Client, db: None) -> None:
        answer = client.options(
            ENTRIES,
            headers={
                "Origin": "https://partner.example",
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "if-none-match",
            },
        )

        assert answer.status_code == 200
        assert "GET" in answer["Access-Control-Allow-Methods"]
        assert "POST" not in answer["Access-Control-Allow-Methods"]
        assert "if-none-match" in answer["Access-Control-Allow-Headers"]

    def test_feeds_can_be_read_and_pages_cannot(self, client: Client, shelf: Shelf) -> None:
        assert client.get("/it/feeds/feed.json")["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Origin" not in client.get("/it/")

    def test_options_says_what_can_be_done(self, client: Client, db: None) -> None:
        answer = client.options(ENTRIES)

        assert answer.status_code == 204
        assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_reading_follows_the_catalogue_at_once(
    reader: Reader, shelf: Shelf, commits: Commits
) -> None:
    with commits():
        shelf.bakery.unpublish()

    assert "Forno" not in str(reader.read(ENTRIES))
