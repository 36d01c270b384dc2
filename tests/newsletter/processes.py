"""Mail servers and senders in processes of their own, to be killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

from django.db import connection

from tests.newsletter.issues import parsed

ROOT = Path(__file__).parents[2]


class MailServer:
    """A mail server that keeps what it takes."""

    def __init__(self, folder: Path, seconds: float) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.newsletter.smtp_server", str(folder), str(seconds)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def mails(self) -> list[EmailMessage]:
        return [parsed(path.read_bytes()) for path in sorted(self.folder.glob("*.eml"))]

    def count(self) -> int:
        return len(list(self.folder.glob("*.eml")))

    def recipients(self) -> list[str]:
        return [str(message["X-Rcpt"]) for message in self.mails()]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


class FaultyServer:
    """A mail server with a fault, that notes whose mails it has taken."""

    def __init__(self, notes: Path, fault: str, *, is_plain: bool = False) -> None:
        self.notes = notes
        self.notes.touch()
        arguments = [str(notes), fault, *(["plain"] if is_plain else [])]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.newsletter.faulty_server", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def taken(self) -> list[str]:
        return self.notes.read_text(encoding="ascii").split()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def __enter__(self) -> FaultyServer:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def until(is_true: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Wait for something to become true; False if it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_true():
            return True
        time.sleep(0.005)
    return is_true()


def forked(job: Callable[[], object]) -> int:
    """Do a job in a child process with a database connection of its own; give its number."""
    # No database allows a connection to be carried into a child; ours is opened again when needed.
    connection.close()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        job()
        code = 0
    finally:
        os._exit(code)


def kill(child: int) -> None:
    """End a child at once, wherever it is."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def ended_well(child: int) -> bool:
    """Wait for a child to end; whether it did so without an error."""
    _number, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0
