"""Several people who act at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

Crowd = Callable[..., list[Any]]


@pytest.fixture
def at_once() -> Crowd:
    """Run jobs in threads that start together, each with a connection of its own."""

    def run_all(*jobs: Callable[[], object]) -> list[Any]:
        barrier = Barrier(len(jobs))

        def run(job: Callable[[], object]) -> object:
            try:
                barrier.wait(timeout=60)
                return job()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(jobs)) as pool:
            return [future.result() for future in [pool.submit(run, job) for job in jobs]]

    return run_all


def trying(job: Callable[[], object]) -> Callable[[], object]:
    """A job that gives its error back instead of raising it."""

    def tried() -> object:
        try:
            return job()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test judges it
            return error

    return tried


def mistakes(results: list[Any], *expected: type[Exception]) -> list[Any]:
    """The errors among the results of a crowd, but for those that are a proper answer."""
    return [one for one in results if isinstance(one, Exception) and not isinstance(one, expected)]
