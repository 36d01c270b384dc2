"""What may stand in a query."""

import pytest

from tests.api.conftest import Reader, Shelf

A_UID = "6f1c8a52-3b0e-5a4d-9c1f-2f6f7f0b8f11"
ENTRIES = "/api/v1/entries/"
ADDRESSES = [
    "/api/v1/",
    ENTRIES,
    "/api/v1/changes/",
    "/api/v1/collections/",
    "/api/v1/collections/cura/",
    "/api/v1/collections/cura/entries/",
    "/api/v1/collections/cura/changes/",
    "/api/v1/topics/",
    "/api/v1/territories/",
    "/api/v1/schema/",
    "/api/v1/docs/",
]


def wrong(reader: Reader, query: str, address: str = ENTRIES) -> list[tuple[str, str]]:
    problem = reader.problem(f"{address}?{query}", 400)
    assert problem["type"].endswith("#problem-invalid-parameters")
    return [(error["parameter"], error["code"]) for error in problem["errors"]]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("limit=0", "limit", "out-of-range"),
        ("limit=101", "limit", "out-of-range"),
        ("limit=-1", "limit", "out-of-range"),
        ("limit=ten", "limit", "out-of-range"),
        ("limit=", "limit", "out-of-range"),
        ("limit=1.0", "limit", "out-of-range"),
        ("limit=%D9%A1", "limit", "out-of-range"),
        ("limit=" + "9" * 5000, "limit", "too-long"),
        ("kind=news", "kind", "not-allowed"),
        ("kind=", "kind", "not-allowed"),
        ("kind=practice%00", "kind", "unreadable"),
        ("topic=%00", "topic", "unreadable"),
        ("topic=a%0Ab", "topic", "unreadable"),
        ("topic=%FF%FE", "topic", "unreadable"),
        ("topic=" + "a" * 101, "topic", "too-long"),
        ("topic=A%20B", "topic", "bad-code"),
        ("territory=emilia", "territory", "bad-code"),
        ("collection=../x", "collection", "bad-code"),
        ("language=fr", "language", "not-allowed"),
        ("view=all", "view", "not-allowed"),
        ("order=title", "order", "not-allowed"),
        ("translation_of=1", "translation_of", "bad-code"),
        (f"translation_of=urn:uuid:{A_UID}", "translation_of", "bad-code"),
        ("cursor=", "cursor", "empty"),
        ("cursor=" + "a" * 1001, "cursor", "too-long"),
        ("cursor=a%00", "cursor", "unreadable"),
        ("kind=call&kind=call", "kind", "repeated"),
        ("Kind=call", "Kind", "unknown"),
        ("page=2", "page", "unknown"),
        ("offset=20", "offset", "unknown"),
        ("format=json", "format", "unknown"),
        ("api_key=secret", "api_key", "unknown"),
        ("=x", "", "unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(
    reader: Reader, db: None, query: str, parameter: str, code: str
) -> None:
    assert wrong(reader, query) == [(parameter, code)]


@pytest.mark.parametrize(
    "value",
    [
        "2026",
        "2026-13-01",
        "2026-02-30",
        "20260531",
        "2026-W22",
        "2026-05-31T18:00",
        "2026-05-31T18:00:00",
        "2026-05-31T18:00:00 02:00",
        "2026-05-31T25:00:00Z",
        "2026-05-31T18:00:00%2B99:00",
        "0001-01-01",
        "9999-12-31",
        "0001-01-01T00:00:00%2B14:00",
        "yesterday",
        "",
        "1e9",
        "٢٠٢٦-05-31",
    ],
)
@pytest.mark.parametrize(
    "name", ["published_since", "updated_since", "starts_after", "starts_before"]
)
def test_a_bad_date_is_named(reader: Reader, db: None, name: str, value: str) -> None:
    assert wrong(reader, f"{name}={value}") == [(name, "bad-date")]


@pytest.mark.parametrize(
    "value",
    ["2026-05-31", "2026-05-31T18:00Z", "2026-05-31T18:00:00.5Z", "2026-05-31T18:00:00%2B02:00"],
)
def test_days_and_moments_are_understood(reader: Reader, db: None, value: str) -> None:
    assert reader.read(f"{ENTRIES}?published_since={value}") == {"items": [], "next": None}


def test_all_errors_are_told_at_once(reader: Reader, db: None) -> None:
    found = wrong(reader, "limit=0&page=2&kind=a&kind=b&updated_since=now")

    assert sorted(found) == [
        ("kind", "repeated"),
        ("limit", "out-of-range"),
        ("page", "unknown"),
        ("updated_since", "bad-date"),
    ]


def test_the_message_says_what_to_write(reader: Reader, db: None) -> None:
    errors = reader.problem(f"{ENTRIES}?limit=0&page=2&kind=news", 400)["errors"]
    texts = {error["parameter"]: error["detail"] for error in errors}

    assert "from 1 to 100" in texts["limit"]
    assert "practice, call, event, path, publication, page, issue" in texts["kind"]
    assert "kind, topic, territory" in texts["page"]


def test_a_long_or_odd_name_is_told_in_short(reader: Reader, db: None) -> None:
    [(name, code)] = wrong(reader, "a%0A%00" + "b" * 5000 + "=1")

    assert (len(name), code) == (100, "unknown")
    assert name.isprintable()


def test_every_address_refuses_what_it_does_not_know(reader: Reader, shelf: Shelf) -> None:
    for address in ADDRESSES:
        assert wrong(reader, "nonsense=1", address) == [("nonsense", "unknown")], address


def test_too_many_parameters_are_refused(reader: Reader, db: None) -> None:
    query = "&".join(f"x{number}=1" for number in range(1200))

    assert reader.problem(f"{ENTRIES}?{query}", 400)["type"].endswith("#problem-bad-request")


def test_the_ends_of_the_range_are_allowed(reader: Reader, db: None) -> None:
    for limit in ("1", "100"):
        assert reader.read(ENTRIES, limit=limit) == {"items": [], "next": None}
