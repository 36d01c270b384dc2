"""Fills a hub with examples and serves it on this machine, with its worker and a mail catcher."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from catalogue.models import Entry
from core.models import WorkerPresence
from hub.settings import env
from hub.supervising import Child, Household

HOST = "127.0.0.1"
PATIENCE = 120.0  # seconds until everything must answer
LOOK = 0.3  # seconds between two looks at the processes


class Command(BaseCommand):
    """`manage.py demo`: stays in the foreground until Ctrl+C or SIGTERM."""

    help = "Fills a hub with examples and serves it on this machine."
    requires_system_checks = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parent = os.getppid()
        self.was_told_to_end = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, start, wait until all answer, say where, watch, and end all together."""
        try:
            port = env.integer("PORT", 8000, minimum=1, maximum=65535)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if not settings.HUB_DEMO:
            _begin_again_with_demo_settings(port)
        self._fill()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        household = Household(settings.VAR_DIR / "logs")
        try:
            _start(household, port)
            self._wait_until_all_answer(household)
            self._say_where()
            self._watch(household)
        finally:
            household.stop()

    def _end(self, number: int, frame: object) -> None:
        """Remember to end: a process that is just being started must not be forgotten."""
        self.was_told_to_end = True

    @property
    def is_ending(self) -> bool:
        """Whether a signal came, here or to the `make` that started this."""
        return self.was_told_to_end or os.getppid() != self.parent or _is_interrupted(self.parent)

    def _fill(self) -> None:
        self.stdout.write("Filling the hub with examples (the first time takes a minute) …")
        self.stdout.flush()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("fill_demo", verbosity=0)
        if Entry.objects.exclude(url__startswith=f"{settings.HUB_URL}/").exists():
            self.stdout.write("The port has changed: writing the catalogue's addresses again …")
            self.stdout.flush()
            call_command("reconcile", stdout=StringIO())
        connections.close_all()

    def _wait_until_all_answer(self, household: Household) -> None:
        patience = time.monotonic() + PATIENCE
        while not self.is_ending:
            if gone := household.ended():
                raise CommandError(_last_words(gone))
            if _site_answers() and _catcher_answers() and _worker_answers():
                connections.close_all()
                return
            if time.monotonic() > patience:
                raise CommandError(f"not everything answers; see {settings.VAR_DIR / 'logs'}")
            time.sleep(LOOK)

    def _watch(self, household: Household) -> None:
        while not self.is_ending:
            if gone := household.ended():
                raise CommandError(_last_words(gone))
            time.sleep(LOOK)

    def _say_where(self) -> None:
        if self.is_ending:
            return
        self.stdout.write(WELCOME.format(url=settings.HUB_URL))
        self.stdout.write(f"ready: {settings.HUB_URL}/ (Ctrl+C ends everything)")
        self.stdout.flush()


WELCOME = """
  Site              {url}/it/ and {url}/en/
  Editors' admin    {url}/admin/
                    user redazione, password redazione (writes and publishes)
                    user admin, password admin (may do everything)
  Caught mail       {url}/demo/mail/
  API               {url}/api/v1/  and its documentation {url}/api/v1/docs/

  What to try first
  1. Sign up for the newsletter on the site, then open the confirmation under "Caught mail".
  2. Log in to the admin, write a practice, publish it; look at it on the site and in the API.
  3. Open the draft issue in the admin, preview it as mail, send it; read it under "Caught mail".
"""


def _is_interrupted(make: int) -> bool:
    """Whether make has got SIGINT without us: it blocks the signal then and waits for its recipe.

    Ctrl+C reaches both; a program that ends `make demo` may signal make alone. (Linux only.)
    """
    try:
        status = Path(f"/proc/{make}/status").read_text(encoding="utf-8")
    except OSError:
        return False
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    blocked = int(fields.get("SigBlk", "0"), 16)
    return fields.get("Name") == "make" and bool(blocked >> (signal.SIGINT - 1) & 1)


def _last_words(gone: Child) -> str:
    return f"the {gone.name} has ended ({gone.process.returncode}):\n{gone.last_words()}"


def _begin_again_with_demo_settings(port: int) -> NoReturn:
    """Replace this process by one with the demo's settings, whatever the surroundings say."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"port {port} of {HOST} cannot be used ({error.strerror}). "
                f"Choose another: PORT={port + 1 if port < 65535 else 8000} make demo"
            ) from error
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUB_", "ANYMAIL_")) and name not in {"DATABASE_URL", "REDIS_URL"}
    }
    demo = {
        "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        "HUB_DEMO": "1",
        "HUB_DEBUG": "0",
        "HUB_ENV_FILE": os.devnull,
        "HUB_LOG_LEVEL": "WARNING",
        "HUB_SMTP_URL": f"smtp://{HOST}:{_free_port()}",
        "HUB_URL": f"http://{HOST}:{port}",
        "HUB_VAR_DIR": str(settings.VAR_DIR / "demo"),
        "PORT": str(port),
    }
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    os.execve(sys.executable, [sys.executable, manage, "demo"], kept | demo)  # noqa: S606


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _start(household: Household, port: int) -> None:
    """Start the mail catcher, the worker and the web server."""
    manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
    # Workers of an earlier run say nothing about this one.
    WorkerPresence.objects.all().delete()
    connections.close_all()
    household.start("mail catcher", [*manage, "catch_mail"])
    household.start("worker", [*manage, "worker"])
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST]
    server += ["--port", str(port), "--blocking-threads", "4", "--no-ws", "hub.wsgi:application"]
    household.start("web server", server)


def _site_answers() -> bool:
    try:
        with urllib.request.urlopen(f"{settings.HUB_URL}/health/", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _catcher_answers() -> bool:
    try:
        with socket.create_connection((HOST, settings.EMAIL_PORT), timeout=5) as connection:
            return connection.recv(3) == b"220"
    except OSError:
        return False


def _worker_answers() -> bool:
    return WorkerPresence.objects.exists()
