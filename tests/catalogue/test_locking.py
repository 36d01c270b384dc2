"""Several writers at once: nobody fails, and no reader misses a change."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from catalogue.locking import writing
from catalogue.models import Change, Verb
from tests import databases
from tests.factories import make_hub

PATIENCE = 60.0


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start a newsroom process on the test's database."""

    def starting(*arguments: object) -> subprocess.Popen[str]:
        environment = {
            "DATABASE_URL": databases.address(),
            "DJANGO_SETTINGS_MODULE": "hub.settings.test",
            "HUB_VAR_DIR": str(tmp_path),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "tests.catalogue.newsroom_process", *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return starting


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_follower_misses_nothing_while_two_processes_write(
    start: Callable[..., subprocess.Popen[str]],
) -> None:
    hub = make_hub()
    pages = [hub.practice() for _number in range(6)]
    follower = start("follow")
    writers = [start("write", *(page.pk for page in half)) for half in (pages[:3], pages[3:])]

    for writer in writers:
        _out, errors = writer.communicate(timeout=PATIENCE * 3)
        assert writer.returncode == 0, errors
        assert "locked" not in errors
        assert "Traceback" not in errors
    out, errors = follower.communicate(timeout=PATIENCE)
    assert follower.returncode == 0, errors
    report = json.loads(out)

    assert report["is_complete"]
    assert report["entries"] >= len(pages)
    assert report["seen"] > report["entries"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_second_writer_waits_until_the_first_has_committed() -> None:
    first_has_drawn, first_may_end = threading.Event(), threading.Event()
    numbers: dict[str, int] = {}

    def draw(name: str) -> None:
        with writing():
            numbers[name] = Change.objects.create(
                uid="00000000-0000-0000-0000-000000000001",
                verb=Verb.GONE,
                kind="practice",
                language="it",
            ).number
            if name == "first":
                first_has_drawn.set()
                assert first_may_end.wait(PATIENCE)
        connections.close_all()

    first = threading.Thread(target=draw, args=["first"])
    second = threading.Thread(target=draw, args=["second"])
    first.start()
    assert first_has_drawn.wait(PATIENCE)
    second.start()
    wait_until(is_somebody_waiting)
    assert "second" not in numbers
    first_may_end.set()
    first.join(PATIENCE)
    second.join(PATIENCE)

    assert numbers["first"] < numbers["second"]


def is_somebody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "It never came."
        time.sleep(0.02)


@pytest.mark.django_db
def test_what_fails_in_the_middle_leaves_nothing_behind() -> None:
    def fail_half_way() -> None:
        with writing():
            Change.objects.create(
                uid="00000000-0000-0000-0000-000000000001", verb=Verb.GONE, kind="x", language="it"
            )
            raise RuntimeError

    before = Change.objects.count()
    with pytest.raises(RuntimeError):
        fail_half_way()

    assert Change.objects.count() == before
