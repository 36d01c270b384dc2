"""Two imports at the same moment, and one whose worker is killed."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import connection, connections

from core.importing import jobs
from core.models import ImportJob, ImportRow, ImportState, RowOutcome
from practices.models import Cooperative, PracticePage
from tests.factories import TerritoryFactory, make_hub
from tests.newsletter import processes
from tests.practices.importing.workbooks import network

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SIZE = (3, 5)


def brought(parent: Any) -> ImportJob:
    """A job that is checked and allowed to write."""
    job = jobs.start(
        importer="practices",
        files=[("table", "rete.xlsx", [network(*SIZE)])],
        user=None,
        language="it",
        options={"parent": parent.pk, "scheme": "prova"},
        at_once=True,
    )
    jobs.go_on(job_id=job.pk)
    jobs.go(job_id=job.pk, at_once=True)
    return job


@pytest.fixture
def parent(db: None) -> Any:
    TerritoryFactory()
    return make_hub().practices


def let_go() -> None:
    """A connection to PostgreSQL must not be shared with a child."""
    if connection.vendor == "postgresql":
        connections.close_all()


def both(first: ImportJob, second: ImportJob) -> None:
    """Let two processes write at the same time."""
    let_go()
    children = [
        processes.forked(partial(jobs.go_on, job_id=number)) for number in (first.pk, second.pk)
    ]
    ends = [processes.ended_well(child) for child in children]
    assert all(ends)


def everything_is_there_once() -> bool:
    codes = list(Cooperative.objects.values_list("tax_code", flat=True))
    titles = list(PracticePage.objects.values_list("title", flat=True))
    return (len(codes), len(set(codes))) == (SIZE[0],) * 2 and (
        (len(titles), len(set(titles))) == (SIZE[1],) * 2
    )


def test_the_same_file_brought_twice_at_once_makes_everything_once(parent: Any):
    first, second = brought(parent), brought(parent)

    both(first, second)

    outcomes = ImportRow.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == sorted(
        [RowOutcome.CREATED] * sum(SIZE) + [RowOutcome.UNCHANGED] * sum(SIZE)
    )
    assert everything_is_there_once()


def test_two_workers_on_one_import_write_each_row_once(parent: Any):
    job = brought(parent)

    both(job, job)

    assert set(job.rows.values_list("outcome", flat=True)) == {RowOutcome.CREATED}
    assert everything_is_there_once()


def test_what_a_killed_worker_left_is_completed_by_the_next(parent: Any):
    job = brought(parent)

    let_go()
    child = processes.forked(lambda: jobs.go_on(job_id=job.pk))
    assert processes.until(lambda: job.rows.exclude(outcome="").count() >= 2)
    processes.kill(child)
    left = job.rows.filter(outcome="").count()

    jobs.go_on(job_id=job.pk)

    assert left > 0, "the worker was killed too late to show anything"
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    assert set(job.rows.values_list("outcome", flat=True)) == {RowOutcome.CREATED}
    assert everything_is_there_once()
