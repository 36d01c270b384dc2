"""The worker as a process: it does what waits, ends what it has begun, and survives others."""

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from core.models import PeriodicRun, WorkerPresence
from core.reaping import SILENCE, reap
from tests import databases
from tests.hub.processes import end, manage, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen]]:
    """Start workers that are ended with the test."""
    workers: list[subprocess.Popen] = []

    def start_one() -> subprocess.Popen:
        workers.append(manage(["worker", "--interval", "0.1"], databases.address(), tmp_path))
        return workers[-1]

    yield start_one
    for worker in workers:
        if worker.poll() is None:
            end(worker, signal.SIGKILL)


def enqueue(name: str, *arguments: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        args_kwargs=json.loads(json.dumps({"args": arguments, "kwargs": {}})),
        task_path=f"tests.hub.worker_tasks.{name}",
        backend_name="default",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )


def status(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return str(task.status)


def test_tasks_that_wait_are_done(start, tmp_path: Path):
    tasks = [enqueue("mark", str(tmp_path), f"mark-{number}") for number in range(5)]
    worker = start()
    wait_until(lambda: all(status(task) == "SUCCESSFUL" for task in tasks))
    assert len(list(tmp_path.glob("mark-*"))) == 5
    assert end(worker) == 0


def test_timed_jobs_take_their_turn_beside_the_tasks(start):
    worker = start()
    wait_until(
        lambda: PeriodicRun.objects.filter(
            name="core.publish_scheduled", finished_at__isnull=False
        ).exists()
    )
    assert end(worker) == 0


def test_a_worker_told_to_end_finishes_its_task_and_says_goodbye(start, tmp_path: Path):
    task = enqueue("hold", str(tmp_path))
    worker = start()
    wait_until((tmp_path / "begun").exists)
    wait_until(WorkerPresence.objects.exists)
    worker.send_signal(signal.SIGTERM)
    (tmp_path / "go-on").touch()
    assert worker.wait(timeout=60) == 0
    assert (tmp_path / "finished").exists()
    assert status(task) == "SUCCESSFUL"
    assert not WorkerPresence.objects.exists()


def test_a_task_whose_worker_was_killed_is_done_by_another(start, tmp_path: Path):
    task = enqueue("hold", str(tmp_path))
    killed = start()
    wait_until((tmp_path / "begun").exists)
    end(killed, signal.SIGKILL)
    assert status(task) == "RUNNING"

    (tmp_path / "go-on").touch()
    assert reap(timezone.now() + SILENCE + timedelta(seconds=1)) == 1
    another = start()
    wait_until(lambda: status(task) == "SUCCESSFUL")
    assert end(another) == 0


def test_two_workers_share_the_tasks_and_do_none_twice(start, tmp_path: Path):
    tasks = [enqueue("mark", str(tmp_path), f"mark-{number}") for number in range(30)]
    workers = [start(), start()]
    wait_until(lambda: WorkerPresence.objects.count() == 2)
    wait_until(lambda: all(status(task) == "SUCCESSFUL" for task in tasks))
    # Timed jobs queue tasks of their own meanwhile; only ours are known to be over.
    assert {len(task.worker_ids) for task in tasks} == {1}
    assert [end(worker) for worker in workers] == [0, 0]
