"""The databases to measure on: made for the measurement, gone after it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
USUAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True)
class Database:
    """A database of one kind, and the surroundings in which the hub uses it."""

    name: str
    version: str
    environment: dict[str, str]

    def fill(self, count: int) -> None:
        """Put practices in until there are `count`."""
        command = [sys.executable, "-m", "bench.filling", str(count)]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True)


def _environment(folder: str, url: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "HUB_ENV_FILE": os.devnull,
        "HUB_VAR_DIR": folder,
        "DATABASE_URL": url,
    }


@contextmanager
def sqlite(start: Path | None = None) -> Iterator[Database]:
    """A file in a new folder; with `start` it begins as a copy of that one, migrated already."""
    import sqlite3

    with tempfile.TemporaryDirectory(prefix="coop-hub-bench-") as folder:
        if start is not None:
            shutil.copyfile(start, Path(folder) / "hub.sqlite3")
        url = f"sqlite:///{folder}/hub.sqlite3"
        yield Database("SQLite", sqlite3.sqlite_version, _environment(folder, url))


@contextmanager
def postgres(address: str = USUAL_POSTGRES) -> Iterator[Database | None]:
    """A new database on a server at hand; None where none answers.

    `address` names any database of the server, and a user who may make others.
    """
    try:
        connection = psycopg.connect(address.replace("postgres://", "postgresql://", 1))
    except psycopg.OperationalError:
        yield None
        return
    name = f"coop_hub_bench_{os.getpid()}"
    url = f"{address.rpartition('/')[0]}/{name}"
    with connection, tempfile.TemporaryDirectory(prefix="coop-hub-bench-") as folder:
        connection.autocommit = True
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            version = str(connection.info.server_version // 10_000)
            yield Database("PostgreSQL", version, _environment(folder, url))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
