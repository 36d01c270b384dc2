"""When something is wrong, programs get a problem document that says what."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tests.api.conftest import Reader

ENTRIES = "/api/v1/entries/"


@pytest.mark.parametrize(
    "address",
    [
        "/api/nowhere/",
        "/api/v1/nowhere/",
        "/api/v2/entries/",
        f"{ENTRIES}not-a-uuid/",
        f"{ENTRIES}6F1C8A52-3B0E-5A4D-9C1F-2F6F7F0B8F11/",
        "/api/v1/entries/%00/",
        "/api/v1/collections/%C3%A8/",
    ],
)
def test_an_unknown_address_is_not_found(reader: Reader, db: None, address: str) -> None:
    problem = reader.problem(address, 404)

    assert problem["type"].endswith("#problem-not-found")
    assert problem["status"] == 404


def test_a_problem_names_its_type_and_where_it_happened(reader: Reader, db: None) -> None:
    problem = reader.problem("/api/v1/nowhere/", 404)

    assert problem["type"] == "http://127.0.0.1:8000/api/v1/docs/#problem-not-found"
    assert problem["instance"] == "/api/v1/nowhere/"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client: Client, db: None, method: str) -> None:
    answer = getattr(client, method)(ENTRIES)

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_format_that_does_not_exist_is_refused(client: Client, db: None) -> None:
    answer = client.get(ENTRIES, headers={"Accept": "application/xml"})

    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/json", "text/html,*/*;q=0.8", "application/json;q=0.1, text/csv"],
)
def test_whoever_takes_json_gets_it(client: Client, db: None, accept: str) -> None:
    assert client.get(ENTRIES, headers={"Accept": accept}).status_code == 200


class TestLanguage:
    @pytest.mark.parametrize(
        ("asked", "language"),
        [
            ("it", "it"),
            ("en-GB,en;q=0.9", "en"),
            ("fr, en;q=0.5", "en"),
            ("fr", "it"),
            ("*", "it"),
            ("", "it"),
            ("\x00;;,,=", "it"),
            ("en" * 5000, "it"),
        ],
    )
    def test_words_follow_what_the_caller_prefers(
        self, client: Client, db: None, asked: str, language: str
    ) -> None:
        answer = client.get(f"{ENTRIES}?limit=0", headers={"Accept-Language": asked})

        assert answer["Content-Language"] == language
        assert answer["Vary"] == "Accept-Language"

    def test_italians_read_italian(self, client: Client, db: None) -> None:
        italian = client.get(f"{ENTRIES}?limit=0", headers={"Accept-Language": "it"}).json()
        english = client.get(f"{ENTRIES}?limit=0", headers={"Accept-Language": "en"}).json()

        assert "from 1 to 100" in english["errors"][0]["detail"]
        assert "da 1 a 100" in italian["errors"][0]["detail"]
        assert italian["title"] != english["title"]
        assert italian["type"] == english["type"]

    def test_a_language_cookie_of_the_site_changes_nothing(self, client: Client, db: None) -> None:
        client.cookies["django_language"] = "en"

        assert client.get(f"{ENTRIES}?limit=0")["Content-Language"] == "it"


def failing_with(error: Exception) -> Callable[..., Any]:
    def execute(*args: Any, **kwargs: Any) -> Any:
        raise error

    return execute


@pytest.mark.parametrize("error", [OperationalError("no host"), InterfaceError("closed")])
@pytest.mark.parametrize("address", [ENTRIES, "/api/v1/changes/", "/api/v1/topics/"])
def test_a_database_that_is_away_is_told(
    reader: Reader, db: None, error: Exception, address: str
) -> None:
    with connection.execute_wrapper(failing_with(error)):
        problem = reader.problem(address, 503)

    assert problem["type"].endswith("#problem-unavailable")
    assert "no host" not in str(problem)


def test_a_database_that_is_away_says_when_to_come_back(client: Client, db: None) -> None:
    with connection.execute_wrapper(failing_with(OperationalError("no host"))):
        answer = client.get(ENTRIES)

    assert answer["Retry-After"] == "30"
    assert answer["Cache-Control"] == "no-store"


def test_a_mistake_of_ours_shows_nothing_of_the_inside(db: None) -> None:
    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(failing_with(RuntimeError("secret detail"))):
        answer = client.get(ENTRIES, headers={"Accept-Language": "en"})

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("#problem-internal")
    assert "secret" not in answer.content.decode()


def test_errors_are_never_kept_by_caches(client: Client, db: None) -> None:
    for address in ("/api/v1/nowhere/", f"{ENTRIES}?limit=0"):
        assert client.get(address)["Cache-Control"] == "no-store"
