"""Timed jobs: rooms register them, any number of workers may run, each turn is taken once.

A job is a short function without arguments in a room's `ticks.py`:

    @periodic("newsletter.start_due_sendings", every=30)
    def start_due_sendings() -> None: ...
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from core.models.scheduling import PeriodicRun

logger = logging.getLogger(__name__)

Job = Callable[[], object]
# Jobs are short. A worker killed in the middle of one keeps the others away no longer than this.
LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Periodic:
    """A timed job and how long it waits between two turns."""

    name: str
    every: timedelta
    job: Job


# Set when this process was told to end: long jobs look at it between two steps.
stopping = threading.Event()
_registered: dict[str, Periodic] = {}


def periodic(name: str, *, every: int) -> Callable[[Job], Job]:
    """Register a job that takes a turn `every` so many seconds.

    Raises ValueError when another job has the name, or when `every` is below one second.
    """
    if every < 1:
        raise ValueError(f"{name}: every={every} is below one second")

    def register(job: Job) -> Job:
        held = _registered.get(name)
        if held is not None and held.job is not job:
            raise ValueError(f"two timed jobs are named {name}")
        _registered[name] = Periodic(name, timedelta(seconds=every), job)
        return job

    return register


def registered() -> list[Periodic]:
    """All timed jobs, by name."""
    return [_registered[name] for name in sorted(_registered)]


def tick(at: datetime | None = None) -> list[str]:
    """Run the jobs that are due at a moment (now) and give back the names of those run here.

    A job that raises is logged and tried again at its next turn; the others go on.
    """
    at = at or timezone.now()
    names = set(_registered)
    waiting = PeriodicRun.objects.filter(name__in=names)
    known = set(waiting.values_list("name", flat=True))
    if known != names:
        fresh = [PeriodicRun(name=name, due_at=at) for name in sorted(names - known)]
        PeriodicRun.objects.bulk_create(fresh, ignore_conflicts=True)
    due = waiting.filter(due_at__lte=at).order_by("due_at", "name").values_list("name", flat=True)
    return [name for name in due if _claim(_registered[name], at) and _run(_registered[name])]


def _claim(entry: Periodic, at: datetime) -> bool:
    """Take the turn; False when another worker has taken it or is still at the last one."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    taken = PeriodicRun.objects.filter(free, name=entry.name, due_at__lte=at).update(
        due_at=at + entry.every, leased_until=at + LEASE, started_at=at
    )
    return taken == 1


def _run(entry: Periodic) -> bool:
    """Run a claimed job; always True, whether it succeeds or not: its turn was taken."""
    mine = PeriodicRun.objects.filter(name=entry.name)
    try:
        entry.job()
    except Exception:
        logger.exception("timed job %s failed", entry.name)
        mine.update(leased_until=None, failures_in_a_row=F("failures_in_a_row") + 1)
    else:
        mine.update(leased_until=None, failures_in_a_row=0, finished_at=timezone.now())
    return True
