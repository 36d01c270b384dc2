"""Database connections that outlive a request: whether one is still good."""

from __future__ import annotations

import select
from typing import Any

from django.core.signals import request_started
from django.db import connections


def watch() -> None:
    """Look after the connections at the start of each request."""
    request_started.connect(trust_quiet_connections, dispatch_uid="hub.connections")


def trust_quiet_connections(**_signal: Any) -> None:
    """Spare a request the question whether PostgreSQL is still there.

    Django asks it (`SELECT 1`) before the first query of every request, which is as much work as
    the one query that most of the API's answers need. A server that has ended a connection has
    said so in it: where nothing lies there to be read, the connection is good. Anything else is
    left to Django's question.
    """
    for database in connections.all(initialized_only=True):
        driver = database.connection
        if database.vendor == "postgresql" and driver is not None and not driver.closed:
            readable, _writable, _failed = select.select([driver.fileno()], [], [], 0)
            database.health_check_done = not readable  # type: ignore[attr-defined]
