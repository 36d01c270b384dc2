"""Counting how often pages are read: a number a day for each page, and nothing else.

No cookie, no address, no person: what comes in is the identity of a page. It waits in memory and
is written at most every few seconds, so that many readers cost few writes; what a process had not
written when it ended is lost, and nobody misses it.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from threading import Lock
from time import monotonic

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from catalogue.models import DailyCount, Entry
from core.models import Topic

logger = logging.getLogger(__name__)

EVERY = 15  # seconds between two writes of a process
MOST_WAITING = 500
KEEP = timedelta(days=100)
# Programs that say what they are. Those that don't run scripts never get here.
PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|headless|lighthouse|curl|wget|python|java/|"
    r"httpclient|okhttp|axios|node",
    re.IGNORECASE,
)

Subjects = Counter[tuple[date, uuid.UUID]]


class _Waiting:
    """What this process has heard of and not written yet."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.counts: Subjects = Counter()
        self.written_at = 0.0

    def add(self, subject: uuid.UUID) -> bool:
        """Count a reading; tell whether it is time to write."""
        with self.lock:
            self.counts[timezone.localdate(), subject] += 1
            is_due = monotonic() - self.written_at >= EVERY
            return is_due or self.counts.total() >= MOST_WAITING

    def take(self) -> Subjects:
        """Everything that waits, to be written now."""
        with self.lock:
            taken, self.counts = self.counts, Counter()
            self.written_at = monotonic()
            return taken


_waiting = _Waiting()


def is_person(agent: str) -> bool:
    """Whether a browser's name of itself looks like one that a person uses."""
    return bool(agent) and not PROGRAM.search(agent)


def note(*, subject: uuid.UUID) -> None:
    """Count one reading of a page."""
    if _waiting.add(subject):
        flush()


def flush() -> None:
    """Write what waits."""
    taken = _waiting.take()
    try:
        add(counts=taken)
    except DatabaseError:
        logger.exception("%d readings could not be written and are dropped", taken.total())


def add(*, counts: Mapping[tuple[date, uuid.UUID], int]) -> int:
    """Add readings by day and subject; return how many were of something that exists."""
    known = _known({subject for _day, subject in counts})
    wanted = sorted(key for key in counts if key[1] in known)
    with transaction.atomic():
        rows = [DailyCount(day=day, subject=subject) for day, subject in wanted]
        DailyCount.objects.bulk_create(rows, ignore_conflicts=True)
        for day, subject in wanted:
            more = counts[day, subject]
            row = DailyCount.objects.filter(day=day, subject=subject)
            row.update(count=F("count") + more)
    return sum(counts[key] for key in wanted)


def forget() -> int:
    """Delete the counts of days that popularity no longer looks at; return how many rows."""
    old = DailyCount.objects.filter(day__lt=timezone.localdate() - KEEP)
    return old.delete()[0]


def _known(subjects: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those subjects that are public entries or topics: anybody can send any number."""
    if not subjects:
        return set()
    entries = Entry.objects.visible().filter(uid__in=subjects).values_list("uid", flat=True)
    topics = Topic.objects.originals().current().filter(translation_key__in=subjects)
    return {*entries, *topics.values_list("translation_key", flat=True)}
