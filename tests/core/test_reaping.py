"""Tasks of killed workers are given back; tasks of living workers are left alone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from core.models import WorkerPresence
from core.reaping import MAX_ATTEMPTS, SILENCE, beat, leave, reap

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + SILENCE + timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def running_task(*worker_ids: str, started_at: datetime = NOON) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=started_at,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="core.example.task",
        worker_ids=list(worker_ids),
        backend_name="default",
        run_after=started_at,
        exception_class_path="",
        traceback="",
    )


def test_a_task_whose_worker_was_killed_is_ready_again():
    task = running_task("killed")
    with time_machine.travel(NOON, tick=False):
        beat("killed")
    assert reap(LATER) == 1
    task.refresh_from_db()
    assert task.status == "READY"
    assert task in DBTaskResult.objects.ready()


def test_a_task_of_a_living_worker_is_left_alone_however_long_it_takes():
    task = running_task("busy")
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        beat("busy")
    assert reap(NOON + timedelta(hours=3, seconds=20)) == 0
    task.refresh_from_db()
    assert task.status == "RUNNING"


def test_a_task_that_has_just_begun_is_left_alone():
    running_task("unknown")
    assert reap(NOON + timedelta(seconds=10)) == 0


def test_a_task_that_took_down_its_workers_counts_as_failed():
    task = running_task(*[f"killed-{number}" for number in range(MAX_ATTEMPTS)])
    assert reap(LATER) == 1
    task.refresh_from_db()
    assert task.status == "FAILED"
    assert "WorkerLostError" in task.exception_class_path


def test_workers_that_fell_silent_are_forgotten():
    with time_machine.travel(NOON, tick=False):
        beat("silent")
    with time_machine.travel(LATER, tick=False):
        beat("alive")
    reap(LATER)
    assert list(WorkerPresence.objects.values_list("worker_id", flat=True)) == ["alive"]


def test_a_worker_that_ends_says_so():
    beat("leaving")
    leave("leaving")
    assert not WorkerPresence.objects.exists()
