"""A whole hub for tests that walk through it, each process its own: server, worker, mails."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from playwright.sync_api import Browser, sync_playwright

from tests import browsing
from tests.hub.processes import ROOT, end, wait_until


@dataclass(frozen=True)
class RunningHub:
    """Where the running hub is."""

    url: str
    environment: dict[str, str]

    folder: Path

    def manage(self, *command: str) -> str:
        """Run a management command to its end, give back its words; raise when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=300,
        )
        return done.stdout

    def page_id(self, model: str) -> int:
        """The number of the Italian section of a type, such as "practices.PracticeIndexPage"."""
        look = (
            f"from django.apps import apps; print(apps.get_model({model!r}).objects"
            ".get(locale__language_code='it').pk)"
        )
        return int(self.manage("shell", "--verbosity", "0", "-c", look).split()[-1])

    def mails_to(self, address: str) -> list[EmailMessage]:
        """The caught mails to an address, the oldest first."""
        files = sorted((self.folder / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime)
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in mails if address in str(mail["To"])]


@contextmanager
def running_hub(folder: Path) -> Iterator[RunningHub]:
    """Fill a hub with the demo in `folder`, start its processes, and end them afterwards."""
    with _database(folder) as database:
        hub = _hub(folder, database)
        hub.manage("migrate", "--verbosity", "0")
        hub.manage("fill_demo", "--verbosity", "0")
        server = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
        server += ["--port", hub.environment["PORT"], "--blocking-threads", "4"]
        with (folder / "log").open("ab") as log:
            processes = [
                subprocess.Popen(
                    [sys.executable, *command],
                    cwd=ROOT,
                    env=hub.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
                for command in (
                    ["manage.py", "catch_mail"],
                    ["manage.py", "worker"],
                    [*server, "hub.wsgi:application"],
                )
            ]
        try:
            wait_until(lambda: _answers(f"{hub.url}/health/"))
            yield hub
        finally:
            for process in processes:
                end(process)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsing.chromium_path(), args=browsing.CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


def _hub(folder: Path, database: str) -> RunningHub:
    port, mail_port = _free_port(), _free_port()
    url = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    own = {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        "HUB_DEBUG": "0",
        "HUB_DEMO": "1",
        "HUB_ENV_FILE": os.devnull,
        "HUB_LOG_LEVEL": "WARNING",
        "HUB_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
        "HUB_UNDO_SECONDS": "1",
        "HUB_URL": url,
        "HUB_VAR_DIR": str(folder),
        "PORT": str(port),
    }
    return RunningHub(url, kept | own, folder)


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """An empty database of the kind the tests run on."""
    asked = os.environ.get("DATABASE_URL", "")
    if not asked.startswith("postgres"):
        yield f"sqlite:///{folder / 'hub.sqlite3'}"
        return
    parts = urlsplit(asked)
    name = f"test_walk_{uuid.uuid4().hex[:12]}"
    maintenance = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
        return bool(answer.status == 200)
    return False
