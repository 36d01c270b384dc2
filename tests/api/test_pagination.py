"""Long lists in pages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone

from api import filters
from catalogue.models import Entry
from tests.api.conftest import Commits, Reader, Shelf

ENTRIES = "/api/v1/entries/"


def cursor_of(document: dict[str, Any]) -> str:
    return parse_qs(urlsplit(document["next"]).query)["cursor"][0]


def test_following_next_gives_everything_once_in_order(reader: Reader, shelf: Shelf) -> None:
    for order in filters.ORDERS:
        in_one = reader.read(ENTRIES, order=order, limit="100")["items"]
        piecewise = reader.read_all(ENTRIES, order=order, limit="2")

        assert piecewise == in_one, order


def test_next_keeps_what_was_asked_for(reader: Reader, shelf: Shelf) -> None:
    document = reader.read(ENTRIES, kind="practice", view="full", limit="1")
    following = reader.read(document["next"])

    assert document["next"].startswith("http://127.0.0.1:8000/api/v1/entries/?")
    assert [item["kind"] for item in following["items"]] == ["practice"]
    assert "body" in following["items"][0]


def test_the_last_page_has_no_next(reader: Reader, shelf: Shelf) -> None:
    assert reader.read(ENTRIES, kind="call")["next"] is None


def test_next_is_told_in_a_header_too(reader: Reader, shelf: Shelf) -> None:
    answer = reader.get(ENTRIES, {"limit": "1"})

    assert answer["Link"] == f'<{answer.json()["next"]}>; rel="next"'


def test_a_publication_between_two_pages_repeats_and_skips_nothing(
    reader: Reader, shelf: Shelf, commits: Commits
) -> None:
    before = reader.read_all(ENTRIES, limit="2")
    first = reader.read(ENTRIES, limit="2")
    with commits():
        shelf.site.practice(title="Nel frattempo")
    rest = reader.read_all(first["next"])

    assert first["items"] + rest == before


def test_a_withdrawal_between_two_pages_skips_nothing_else(
    reader: Reader, shelf: Shelf, commits: Commits
) -> None:
    before = reader.read_all(ENTRIES, limit="2")
    first = reader.read(ENTRIES, limit="2")
    with commits():
        shelf.path.unpublish()
    rest = reader.read_all(first["next"])

    expected = [item for item in before if item["uid"] != str(shelf.path.uid)]
    assert [item for item in first["items"] + rest if item["title"] != "Percorso"] == expected


def test_entries_of_the_same_moment_are_neither_repeated_nor_skipped(
    reader: Reader, shelf: Shelf
) -> None:
    Entry.objects.update(published_at=timezone.now())
    found = [item["uid"] for item in reader.read_all(ENTRIES, limit="1")]

    assert len(found) == len(set(found)) == Entry.objects.count()


FORGERIES: list[Callable[[str], str]] = [
    lambda cursor: cursor[:-1] + ("A" if cursor[-1] != "A" else "B"),
    lambda cursor: cursor[: len(cursor) // 2],
    lambda cursor: cursor + "A",
    lambda cursor: "x",
    lambda cursor: "WyIxIiwyLDNd:" + cursor.partition(":")[2],
    lambda cursor: "é",
]


def test_a_forged_cursor_is_refused(reader: Reader, shelf: Shelf) -> None:
    cursor = cursor_of(reader.read(ENTRIES, limit="1"))
    for forge in FORGERIES:
        problem = reader.problem(ENTRIES, 400, limit="1", cursor=forge(cursor))

        assert [error["parameter"] for error in problem["errors"]] == ["cursor"]


def test_a_cursor_serves_only_the_list_it_was_given_for(reader: Reader, shelf: Shelf) -> None:
    cursor = cursor_of(reader.read(ENTRIES, limit="1", kind="practice"))
    changes = cursor_of(reader.read("/api/v1/changes/", limit="1"))
    members = cursor_of(reader.read("/api/v1/collections/cura/entries/", limit="1"))

    assert reader.problem(ENTRIES, 400, cursor=cursor)
    assert reader.problem(ENTRIES, 400, cursor=cursor, kind="event")
    assert reader.problem(ENTRIES, 400, cursor=cursor, kind="practice", order="published_at")
    assert reader.problem(ENTRIES, 400, cursor=changes)
    assert reader.problem(ENTRIES, 400, cursor=members)


def test_a_cursor_lets_limit_and_view_change(reader: Reader, shelf: Shelf) -> None:
    cursor = cursor_of(reader.read(ENTRIES, limit="1"))

    assert reader.read(ENTRIES, cursor=cursor, limit="3", view="full")["items"]


def test_an_empty_page_after_a_cursor_is_the_end(
    reader: Reader, shelf: Shelf, commits: Commits
) -> None:
    first = reader.read(ENTRIES, kind="practice", language="it", order="published_at", limit="2")
    with commits():
        shelf.bakery.unpublish()

    assert reader.read(first["next"]) == {"items": [], "next": None}
