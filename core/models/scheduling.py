"""Rows behind timed jobs: when each is due, and which workers are alive."""

from django.db import models
from django.utils import timezone


class PeriodicRun(models.Model):
    """When a timed job is due again, and how its last run went; any worker may take it."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now)
    # While a worker runs the job nobody else takes it, unless that worker has fallen silent.
    leased_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class WorkerPresence(models.Model):
    """A worker process that says from time to time that it is alive."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker_id
