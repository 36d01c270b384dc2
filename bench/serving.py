"""The hub's own web server, started for the measurement on a port of this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2
START_TIMEOUT = 120  # seconds


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def cpu_seconds(self) -> float | None:
        """Processor time that the server's processes have used; None where it cannot be known."""
        ticks = 0
        for pid in _family(self.pid):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
            except OSError:
                return None
            ticks += sum(int(one) for one in fields.split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(environment: dict[str, str]) -> Iterator[Server]:
    """Serve a hub as `docs/operating.md` says, until the block ends."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)),
        *("--blocking-threads", "4", "--log-level", "warning", "hub.wsgi:application"),
    ]
    process = subprocess.Popen(command, env=environment)
    try:
        _wait(port, process)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _family(pid: int) -> list[int]:
    """A process and those it has started."""
    found = [pid]
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if children.exists():
        for child in children.read_text(encoding="utf-8").split():
            found += _family(int(child))
    return found


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("The server ended while it was starting; see above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("The server did not answer in time.")
