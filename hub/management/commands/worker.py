"""Runs background tasks and timed jobs; any number of these may run side by side."""

import logging
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from core import reaping, scheduling

logger = logging.getLogger(__name__)

OUTAGES = (OperationalError, InterfaceError)
PAUSE_AFTER_OUTAGE = 5.0  # seconds


class Clock(threading.Thread):
    """Beside the tasks: says that the worker is alive and runs the timed jobs that are due."""

    def __init__(self, worker_id: str, interval: float) -> None:
        super().__init__(name="clock", daemon=True)
        self.worker_id = worker_id
        self.interval = interval
        self.stopping = threading.Event()
        self._next_beat = 0.0

    def run(self) -> None:
        """Go on until `stopping` is set; a job that has begun is finished."""
        pause = 0.0
        while not self.stopping.wait(pause):
            close_old_connections()
            try:
                self._turn()
                pause = self.interval
            except OUTAGES as error:
                logger.error("timed jobs wait: the database does not answer (%s)", type(error))
                connection.close()
                pause = PAUSE_AFTER_OUTAGE
        connection.close()

    def _turn(self) -> None:
        if time.monotonic() >= self._next_beat:
            reaping.beat(self.worker_id)
            self._next_beat = time.monotonic() + reaping.BEAT.total_seconds()
        scheduling.tick()


class Command(BaseCommand):
    """`manage.py worker`: stays until SIGTERM or Ctrl+C, then finishes what it has begun."""

    help = "Runs background tasks and timed jobs until it is stopped."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks")

    def handle(self, *, interval: float, **options: Any) -> None:
        worker_id = get_random_string(32)
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=False,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        clock = Clock(worker_id, interval)
        worker.configure_signals()
        scheduling.stopping.clear()
        clock.start()
        try:
            while worker.running:
                self._run(worker)
        finally:
            clock.stopping.set()
            scheduling.stopping.set()
            clock.join()
            reaping.leave(worker_id)

    def _run(self, worker: Worker) -> None:
        """Run tasks; come back when stopped, or after a pause when the database is away."""
        try:
            worker.run()
        except OUTAGES as error:
            logger.error("tasks wait: the database does not answer (%s)", type(error))
            connection.close()
            time.sleep(PAUSE_AFTER_OUTAGE)
