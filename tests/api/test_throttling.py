"""The published limit."""

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from redis import ConnectionError as RedisAway

ENTRIES = "/api/v1/entries/"


@pytest.fixture(autouse=True)
def _two_a_minute(settings: Settings) -> None:
    settings.HUB_API_RATE = 2


def statuses(client: Client, times: int, address: str = "192.0.2.1") -> list[int]:
    return [client.get(ENTRIES, REMOTE_ADDR=address).status_code for _ in range(times)]


def test_beyond_the_limit_a_caller_is_told_to_wait(client: Client, db: None) -> None:
    with time_machine.travel("2026-05-31T10:00:20Z", tick=False):
        assert statuses(client, 2) == [200, 200]
        answer = client.get(ENTRIES, REMOTE_ADDR="192.0.2.1", headers={"Accept-Language": "en"})

    assert answer.status_code == 429
    assert answer["Retry-After"] == "40"
    assert answer["RateLimit"] == '"default";r=0;t=40'
    assert answer["RateLimit-Policy"] == '"default";q=2;w=60'
    assert answer.json()["type"].endswith("#problem-too-many-requests")
    assert answer.json()["retry_after"] == 40
    assert answer["Cache-Control"] == "no-store"


def test_after_waiting_as_told_the_caller_is_served_again(client: Client, db: None) -> None:
    with time_machine.travel("2026-05-31T10:00:20Z", tick=False):
        assert statuses(client, 3) == [200, 200, 429]
    with time_machine.travel("2026-05-31T10:01:00Z", tick=False):
        assert statuses(client, 1) == [200]


def test_one_caller_does_not_starve_another(client: Client, db: None) -> None:
    with time_machine.travel("2026-05-31T10:00:20Z", tick=False):
        assert statuses(client, 3)[-1] == 429
        assert statuses(client, 1, "192.0.2.2") == [200]


def test_one_line_of_ipv6_counts_as_one_caller(client: Client, db: None) -> None:
    with time_machine.travel("2026-05-31T10:00:20Z", tick=False):
        assert statuses(client, 1, "2001:db8:0:1::1") == [200]
        assert statuses(client, 1, "2001:db8:0:1::2") == [200]
        assert statuses(client, 1, "2001:db8:0:1:ffff::3") == [429]
        assert statuses(client, 1, "2001:db8:0:2::1") == [200]


def test_errors_count_too(client: Client, db: None) -> None:
    with time_machine.travel("2026-05-31T10:00:20Z", tick=False):
        for _ in range(2):
            assert client.get(f"{ENTRIES}?x=1", REMOTE_ADDR="192.0.2.1").status_code == 400
        assert statuses(client, 1) == [429]


def test_the_policy_stands_on_every_answer(client: Client, db: None) -> None:
    assert client.get(ENTRIES)["RateLimit-Policy"] == '"default";q=2;w=60'
    assert client.get("/api/v1/").json()["limits"]["requests"] == 2


def test_reading_goes_on_when_requests_cannot_be_counted(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> int:
        raise RedisAway

    monkeypatch.setattr("api.throttling._count", away)

    assert statuses(client, 4) == [200] * 4
