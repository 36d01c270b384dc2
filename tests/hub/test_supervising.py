"""The demo's processes live and end together."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import supervising
from hub.supervising import Household
from tests.hub.processes import wait_until

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); time.sleep(600)"
)
PARENT = (
    "import subprocess, sys;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print(child.pid, flush=True); child.wait()"
)


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    house = Household(tmp_path / "logs")
    yield house
    house.stop()


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A process that has ended may still wait to be counted.
    return (
        not Path(f"/proc/{pid}/stat").exists() or " Z " not in Path(f"/proc/{pid}/stat").read_text()
    )


def test_processes_that_live_are_not_missed(household: Household):
    household.start("one", SLEEP)
    assert household.ended() is None


def test_a_process_that_ends_by_itself_is_noticed_with_its_last_words(household: Household):
    household.start("one", SLEEP)
    broken = household.start("two", [sys.executable, "-c", "print('no port'); raise SystemExit(3)"])
    wait_until(lambda: household.ended() is broken)
    assert broken.process.returncode == 3
    assert "no port" in broken.last_words()


def test_all_end_together(household: Household):
    pids = [household.start(name, SLEEP).process.pid for name in ("one", "two")]
    household.stop()
    assert not any(lives(pid) for pid in pids)


def test_a_process_that_does_not_listen_is_ended_for_good(household: Household, monkeypatch):
    monkeypatch.setattr(supervising, "GRACE", 0.2)
    deaf = household.start("deaf", [sys.executable, "-c", DEAF])
    wait_until(lambda: "deaf" in deaf.last_words())
    household.stop()
    assert not lives(deaf.process.pid)


def test_what_a_process_has_started_ends_with_it(household: Household):
    parent = household.start("parent", [sys.executable, "-c", PARENT])
    wait_until(lambda: parent.last_words().strip().isdigit())
    grandchild = int(parent.last_words())
    household.stop()
    wait_until(lambda: not lives(grandchild))
    assert not lives(grandchild)
