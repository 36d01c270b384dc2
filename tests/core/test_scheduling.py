"""Timed jobs: each turn is taken once, whatever other jobs and workers do."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from core import scheduling
from core.models import PeriodicRun
from core.scheduling import periodic, tick

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "_registered", {})


def test_a_new_job_is_due_at_once():
    turns: list[int] = []
    periodic("room.count", every=60)(lambda: turns.append(1))
    assert tick(NOON) == ["room.count"]
    assert turns == [1]


def test_a_job_waits_until_its_time_has_passed():
    periodic("room.count", every=60)(lambda: None)
    tick(NOON)
    assert tick(NOON + timedelta(seconds=59)) == []
    assert tick(NOON + timedelta(seconds=60)) == ["room.count"]


def test_missed_turns_are_made_up_for_by_one():
    periodic("room.count", every=60)(lambda: None)
    tick(NOON)
    assert tick(NOON + timedelta(hours=5)) == ["room.count"]
    assert tick(NOON + timedelta(hours=5, seconds=1)) == []


def test_a_job_that_fails_does_not_stop_the_others_and_is_tried_again(caplog):
    def fail() -> None:
        raise RuntimeError("not today")

    done: list[str] = []
    periodic("room.a_fails", every=60)(fail)
    periodic("room.b_works", every=60)(lambda: done.append("b"))

    assert tick(NOON) == ["room.a_fails", "room.b_works"]
    assert done == ["b"]
    assert PeriodicRun.objects.get(name="room.a_fails").failures_in_a_row == 1
    assert "room.a_fails" in caplog.text
    assert tick(NOON + timedelta(seconds=60)) == ["room.a_fails", "room.b_works"]


def test_a_success_ends_a_row_of_failures():
    outcomes = iter([RuntimeError("first"), None])

    def sometimes() -> None:
        if error := next(outcomes):
            raise error

    periodic("room.sometimes", every=60)(sometimes)
    tick(NOON)
    tick(NOON + timedelta(seconds=60))
    run = PeriodicRun.objects.get(name="room.sometimes")
    assert run.failures_in_a_row == 0
    assert run.finished_at is not None


def test_a_worker_that_saw_a_job_due_too_late_does_not_run_it():
    turns: list[str] = []
    periodic("room.a_other", every=60)(lambda: turns.append("here"))
    PeriodicRun.objects.create(
        name="room.a_other", due_at=NOON, leased_until=NOON + timedelta(seconds=30)
    )
    assert tick(NOON) == []
    assert turns == []


def test_a_job_of_a_killed_worker_runs_again_when_its_lease_is_over():
    periodic("room.count", every=60)(lambda: None)
    PeriodicRun.objects.create(name="room.count", due_at=NOON, leased_until=NOON)
    assert tick(NOON) == ["room.count"]


def test_two_jobs_cannot_have_one_name():
    periodic("room.count", every=60)(lambda: None)
    with pytest.raises(ValueError, match=r"two timed jobs are named room\.count"):
        periodic("room.count", every=60)(lambda: None)


def test_a_job_takes_a_turn_at_most_every_second():
    with pytest.raises(ValueError, match="below one second"):
        periodic("room.count", every=0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_that_race_take_each_turn_once():
    turns: list[int] = []
    names = [f"room.job_{number}" for number in range(20)]
    for name in names:
        periodic(name, every=60)(lambda: turns.append(1))
    together = threading.Barrier(4)
    taken: list[str] = []

    def work() -> None:
        together.wait()
        taken.extend(tick(NOON))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(taken) == sorted(names)
    assert len(turns) == len(names)
