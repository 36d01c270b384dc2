"""Processes of the hub for tests: they work on the test's own database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0  # seconds; a limit for what hangs, never a measure


def manage(command: list[str], database: str, folder: Path, **variables: str) -> subprocess.Popen:
    """Start `manage.py` in a process of its own, its words in `folder`/log."""
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith("HUB_")
    }
    surroundings |= {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        "HUB_DEBUG": "0",
        "HUB_ENV_FILE": os.devnull,
        "HUB_VAR_DIR": str(folder),
    }
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=surroundings | variables,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until(is_true: Callable[[], bool]) -> None:
    """Look again and again until something is true; fail when it takes for ever."""
    limit = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)


def end(process: subprocess.Popen, number: int = signal.SIGTERM) -> int:
    """Send a signal and give back how the process ended."""
    with suppress(ProcessLookupError):
        process.send_signal(number)
    return process.wait(timeout=PATIENCE)
