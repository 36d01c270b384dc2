"""Connections that outlive a request: a good one is not asked, a dead one is noticed."""

from __future__ import annotations

import select
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.signals import request_started
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from hub.connections import trust_quiet_connections

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="What it is about is PostgreSQL's (DATABASE_URL)."
)


@pytest.fixture
def lasting(transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own, as a server's thread has it between two requests."""
    kept = dict(connection.settings_dict, CONN_HEALTH_CHECKS=True, CONN_MAX_AGE=60)
    own = connection.copy()
    own.settings_dict = kept
    own.connect()
    yield own
    own.close()


@pytest.fixture
def asked(lasting: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the database is asked whether it is still there."""
    questions: list[str] = []
    usual = lasting.is_usable

    def is_usable() -> bool:
        questions.append("SELECT 1")
        return bool(usual())

    monkeypatch.setattr(lasting, "is_usable", is_usable)
    return questions


def next_request(lasting: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> int:
    """What the start of a request does to the connection, then the request's query."""
    lasting.close_if_unusable_or_obsolete()
    monkeypatch.setattr("hub.connections.connections.all", lambda **_only: [lasting])
    trust_quiet_connections()
    with lasting.cursor() as cursor:
        cursor.execute("SELECT 7")
        return int(cursor.fetchone()[0])


def test_a_quiet_connection_is_used_without_a_question(
    lasting: BaseDatabaseWrapper, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = lasting.connection

    assert next_request(lasting, monkeypatch) == 7
    assert asked == []
    assert lasting.connection is driver


def test_a_connection_that_the_server_has_ended_is_opened_anew(
    lasting: BaseDatabaseWrapper, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver: Any = lasting.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [driver.info.backend_pid])
    _wait_for_the_last_words(driver)

    assert next_request(lasting, monkeypatch) == 7
    assert asked == ["SELECT 1"]
    assert lasting.connection is not driver


def test_every_request_starts_with_it() -> None:
    listening = [receiver[0][0] for receiver in request_started.receivers]

    assert "hub.connections" in listening


def _wait_for_the_last_words(driver: psycopg.Connection[Any]) -> None:
    """Until what the server says at the end has arrived."""
    readable, _writable, _failed = select.select([driver.fileno()], [], [], 10)
    assert readable
