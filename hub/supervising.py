"""Starts the processes of the demo, watches them, and ends them together."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 15.0  # seconds that a process has to end by itself


@dataclass(frozen=True)
class Child:
    """A running process and the file that has its words."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])


@dataclass
class Household:
    """The processes that live and end together."""

    logs: Path
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, command: list[str]) -> Child:
        """Start a process in a session of its own, so that Ctrl+C reaches only the parent."""
        self.logs.mkdir(parents=True, exist_ok=True)
        path = self.logs / f"{name}.log"
        with path.open("wb") as log:
            process = subprocess.Popen(  # noqa: S603 - commands of our own
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        child = Child(name, process, path)
        self.children.append(child)
        return child

    def ended(self) -> Child | None:
        """A process that has ended although nobody asked it to."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """End all, the last started first: kindly, and after GRACE seconds for good."""
        for child in reversed(self.children):
            _signal(child, signal.SIGTERM)
        patience = time.monotonic() + GRACE
        for child in self.children:
            try:
                child.process.wait(timeout=max(0.0, patience - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.process.wait()
            # Processes that the child itself has started must not stay behind.
            _signal_group(child, signal.SIGKILL)
        self.children.clear()


def _signal(child: Child, number: signal.Signals) -> None:
    if child.process.poll() is None:
        child.process.send_signal(number)


def _signal_group(child: Child, number: signal.Signals) -> None:
    try:
        os.killpg(child.process.pid, number)
    except (ProcessLookupError, PermissionError):
        return
