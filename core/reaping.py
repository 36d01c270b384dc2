"""Background tasks whose worker was killed are given back, so that none waits for ever."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models.scheduling import WorkerPresence

logger = logging.getLogger(__name__)

# A worker says every BEAT that it is alive; after SILENCE it counts as dead.
BEAT = timedelta(seconds=15)
SILENCE = timedelta(minutes=2)
# A task that has taken down so many workers is at fault itself.
MAX_ATTEMPTS = 3


class WorkerLostError(Exception):
    """The workers that ran this task were all killed while running it."""


def beat(worker_id: str) -> None:
    """Say that a worker is alive."""
    WorkerPresence.objects.update_or_create(
        worker_id=worker_id, defaults={"seen_at": timezone.now()}
    )


def leave(worker_id: str) -> None:
    """Say that a worker has ended."""
    WorkerPresence.objects.filter(worker_id=worker_id).delete()


def reap(at: datetime | None = None) -> int:
    """Give back the tasks of dead workers; after MAX_ATTEMPTS they count as failed.

    Tasks are written so that running one again does no harm. Gives back how many were found.
    """
    oldest_beat = (at or timezone.now()) - SILENCE
    alive = set(
        WorkerPresence.objects.filter(seen_at__gt=oldest_beat).values_list("worker_id", flat=True)
    )
    # A worker says that it is alive before it takes a task; the margin is for clocks that differ.
    running = DBTaskResult.objects.running().filter(started_at__lt=oldest_beat)
    orphans = [task for task in running if not alive & set(task.worker_ids[-1:])]
    for task in orphans:
        _give_back(task)
    WorkerPresence.objects.filter(seen_at__lte=oldest_beat).delete()
    return len(orphans)


@transaction.atomic
def _give_back(orphan: DBTaskResult) -> None:
    """Make one task ready again, or failed, unless it has ended or moved on meanwhile."""
    task = DBTaskResult.objects.select_for_update().get(pk=orphan.pk)
    if (task.status, task.worker_ids) != (orphan.status, orphan.worker_ids):
        return
    if len(task.worker_ids) >= MAX_ATTEMPTS:
        task.set_failed(WorkerLostError(f"lost with {len(task.worker_ids)} workers"))
        logger.error("task %s (%s) failed: its workers were killed", task.pk, task.task_path)
        return
    DBTaskResult.objects.filter(pk=task.pk).update(status="READY", started_at=None)
    logger.warning("task %s (%s) was given back: its worker was killed", task.pk, task.task_path)
