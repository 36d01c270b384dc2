"""What every test stands on: a clean cache, a known language, needs that are checked."""

import gc
import os
import runpy
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests import browsing, snapshots, stock
from tests.factories import HubSite, make_hub


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before any worker starts: tests read Italian texts."""
    gc.set_threshold(50_000, 20, 20)  # as in manage.py
    if not hasattr(config, "workerinput"):
        script = Path(__file__).parent.parent / "bin" / "compile_messages.py"
        runpy.run_path(str(script))["compile_messages"]()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take minutes: at the end one worker would wait for the other."""
    items.sort(key=lambda item: item.get_closest_marker("minutes") is None)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


def _browser_missing() -> str:
    return "" if browsing.chromium_path() else "Chromium is not installed"


def _redis_missing() -> str:
    return "" if _answers(6379) else "Redis does not answer on 127.0.0.1:6379"


def _smtp_sink_missing() -> str:
    return (
        "" if shutil.which("smtp-sink", path=os.environ["PATH"] + ":/usr/sbin") else "no smtp-sink"
    )


def _spamassassin_missing() -> str:
    return "" if shutil.which("spamassassin") else "SpamAssassin is not installed"


def _mail_system_missing() -> str:
    path = os.environ["PATH"] + ":/usr/sbin"
    missing = [name for name in ("postfix", "dovecot") if not shutil.which(name, path=path)]
    return f"not installed: {', '.join(missing)}" if missing else ""


NEEDS: dict[str, Callable[[], str]] = {
    "browser": _browser_missing,
    "mail_system": _mail_system_missing,
    "redis": _redis_missing,
    "smtp_sink": _smtp_sink_missing,
    "spamassassin": _spamassassin_missing,
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose need is missing; under HUB_CI=1 a missing need is a failure."""
    if item.get_closest_marker("postgres"):
        from django.db import connection

        if connection.vendor != "postgresql":
            pytest.skip("needs PostgreSQL as DATABASE_URL")
    for name, missing in NEEDS.items():
        if item.get_closest_marker(name) and (reason := missing()):
            if os.environ.get("HUB_CI"):
                pytest.fail(reason)
            pytest.skip(reason)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Have the migrated database at hand before Django makes it."""
    snapshots.load_when_connected()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep the migrated database for the next run; let nobody hold it when it is to go.

    Tests that really write (`transaction=True`, live servers) are followed by `flush`, which does
    what it is called for in another way here.
    """
    with django_db_blocker.unblock():
        snapshots.keep()
        stock.take()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.management.commands.flush.Command.handle", stock.put_back)
        yield
    with django_db_blocker.unblock():
        _end_other_connections()


def _end_other_connections() -> None:
    """A browser that left in the midst of an answer leaves the connection of its server open."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _clean_slate() -> Iterator[None]:
    """Start each test with an empty cache and the source language."""
    cache.clear()
    with translation.override("it"):
        yield
    cache.clear()


@pytest.fixture
def hub_site(db: None) -> HubSite:
    """A hub with its home pages and sections; see `tests.factories.HubSite`."""
    return make_hub()
