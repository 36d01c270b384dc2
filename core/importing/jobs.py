"""The life of an import: brought, checked, written row by row, perhaps undone.

Everything that takes long is done by the worker (`core/importing/tasks.py`) and may be interrupted
at any moment: what has been done is in the rows, and beginning again goes on from there.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.importing import importers, keeping, undoing, writing
from core.importing.findings import Findings
from core.importing.importers import CheckedRow
from core.importing.refusals import Refused
from core.models.importing import ImportJob, ImportRow, ImportState, RowOutcome

logger = logging.getLogger(__name__)

BATCH = 200
# A worker that says nothing for so long is gone.
STANDSTILL = timedelta(minutes=10)
FILES_KEPT = timedelta(days=30)
REPORTS_KEPT = timedelta(days=365)

Brought = tuple[str, str, Iterable[bytes]]  # role, name, content


class NotNow(Exception):
    """The import is not in a state for this; the message says so."""


@transaction.atomic
def start(
    *,
    importer: str,
    files: Iterable[Brought],
    user: Any,
    language: str,
    options: dict[str, Any] | None = None,
    at_once: bool = False,
) -> ImportJob:
    """Take files in and have them checked by the worker. The first names the import.

    With `at_once` nothing is queued: the caller does it with `go_on`.
    """
    brought = list(files)
    job = ImportJob.objects.create(
        importer=importer,
        file_name=Path(brought[0][1]).name[-200:],
        started_by=user,
        language=language,
        options=options or {},
    )
    for role, name, content in brought:
        keeping.keep(job=job, role=role, name=name, content=content)
    if not at_once:
        _queue(job)
    return job


def _queue(job: ImportJob) -> None:
    from core.importing import tasks  # tasks call this module

    transaction.on_commit(lambda: tasks.go_on.enqueue(job.pk))


def go_on(*, job_id: int) -> None:
    """Do what an import waits for; does nothing when it waits for a person."""
    job = ImportJob.objects.filter(pk=job_id).first()
    if job is None:
        return
    with translation.override(job.language):
        if job.state == ImportState.CHECKING:
            check(job)
        elif job.state == ImportState.RUNNING:
            write_rows(job)
        elif job.state == ImportState.UNDOING:
            take_back(job)


def check(job: ImportJob) -> None:
    """Read and check every row; nothing is written but the report."""
    notes = Findings()
    try:
        with keeping.fetched(job) as files:
            rows = importers.get(job.importer).rows(job, files, notes)
            count = _note_rows(job, rows)
    except Refused as refusal:
        _end_check(job, ImportState.REFUSED, notes, str(refusal))
        return
    except Exception:
        # A file nobody has thought of must not keep a worker busy, nor its bringer waiting.
        logger.exception("import %s could not be checked", job.pk)
        reason = _("The file could not be read. Please report it, with the file.")
        _end_check(job, ImportState.REFUSED, notes, reason)
        return
    if count == 0:
        _end_check(job, ImportState.REFUSED, notes, _("There is nothing to import in the file."))
        return
    _end_check(job, ImportState.CHECKED, notes, "")


def _note_rows(job: ImportJob, rows: Iterable[CheckedRow]) -> int:
    batch: list[ImportRow] = []
    count = 0
    for count, row in enumerate(rows, start=1):
        has_errors = row.findings.has_errors
        batch.append(
            ImportRow(
                job=job,
                number=count,
                sheet=row.sheet[:100],
                line=row.line,
                kind=row.kind,
                key=row.key[:255],
                label=row.label[:250],
                cells=row.cells,
                findings=row.findings.as_data(),
                has_errors=has_errors,
                has_warnings=row.findings.has_warnings,
                keeps_changes=row.keeps_changes,
                foreseen=RowOutcome.FAILED if has_errors else row.foreseen,
            )
        )
        if len(batch) == BATCH:
            _save_rows(job, batch)
            batch = []
    _save_rows(job, batch)
    return count


def _save_rows(job: ImportJob, batch: list[ImportRow]) -> None:
    # Conflicts: a check that was interrupted is done again, and finds its own rows.
    ImportRow.objects.bulk_create(batch, ignore_conflicts=True)
    ImportJob.objects.filter(pk=job.pk).update(touched_at=timezone.now())


def _end_check(job: ImportJob, state: str, notes: Findings, reason: str) -> None:
    now = timezone.now()
    finished = now if state == ImportState.REFUSED else None
    ImportJob.objects.filter(pk=job.pk, state=ImportState.CHECKING).update(
        state=state, notes=notes.as_data(), reason=reason, touched_at=now, finished_at=finished
    )
    if state == ImportState.REFUSED:
        keeping.let_go(job)


@transaction.atomic
def go(
    *, job_id: int, only_valid: bool = False, overwrite: bool = False, at_once: bool = False
) -> ImportJob:
    """Have the rows written. Raises NotNow when some have errors and nobody chose to skip them."""
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.state != ImportState.CHECKED:
        raise NotNow(_("This import has begun already, or is over."))
    wrong = job.rows.filter(has_errors=True)
    if not only_valid and wrong.exists():
        raise NotNow(_("Some rows have errors: mend the file, or import only the valid rows."))
    wrong.update(outcome=RowOutcome.FAILED, cells={})
    job.options = job.options | {"overwrite": overwrite, "only_valid": only_valid}
    job.state, job.touched_at = ImportState.RUNNING, timezone.now()
    job.save(update_fields=["options", "state", "touched_at"])
    if not at_once:
        _queue(job)
    return job


def write_rows(job: ImportJob, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Write the rows that have not been written yet, then close the import."""
    pending = job.rows.filter(outcome="")
    with keeping.fetched(job) as files:
        while numbers := list(pending.values_list("number", flat=True)[:BATCH]):
            for number in numbers:
                if stopped() or not writing.write_row(job=job, number=number, files=files):
                    return
            ImportJob.objects.filter(pk=job.pk).update(touched_at=timezone.now())
    ImportJob.objects.filter(pk=job.pk, state=ImportState.RUNNING).update(
        state=ImportState.DONE, finished_at=timezone.now()
    )
    keeping.let_go(job)


def cancel(*, job_id: int) -> None:
    """Give up an import; what has been written stays, and can be undone."""
    job = ImportJob.objects.get(pk=job_id)
    waiting = (ImportState.CHECKING, ImportState.CHECKED, ImportState.RUNNING)
    changed = ImportJob.objects.filter(pk=job_id, state__in=waiting).update(
        state=ImportState.CANCELLED, finished_at=timezone.now()
    )
    if not changed:
        raise NotNow(_("This import is over already."))
    job.rows.filter(outcome="").update(outcome=RowOutcome.LEFT_OUT, cells={})
    keeping.let_go(job)


@transaction.atomic
def undo(*, job_id: int, user: Any) -> None:
    """Have the drafts deleted that an import made and nobody has touched."""
    changed = ImportJob.objects.filter(
        pk=job_id, state__in=(ImportState.DONE, ImportState.CANCELLED)
    ).update(state=ImportState.UNDOING, touched_at=timezone.now())
    if not changed:
        raise NotNow(_("Only an import that is over can be undone."))
    job = ImportJob.objects.get(pk=job_id)
    job.options = job.options | {"undone_by": user.pk}
    job.save(update_fields=["options"])
    _queue(job)


def take_back(job: ImportJob) -> None:
    """Delete what `undo` asked for; what stays is still there afterwards, with its row."""
    user = get_user_model().objects.filter(pk=job.options.get("undone_by")).first()
    undoing.undo(job, user)
    ImportJob.objects.filter(pk=job.pk, state=ImportState.UNDOING).update(state=ImportState.UNDONE)


def counts(job: ImportJob) -> dict[str, int]:
    """How many rows there are in all, and of each outcome (foreseen, while it is not there)."""
    field = "foreseen" if job.state == ImportState.CHECKED else "outcome"
    rows = job.rows.order_by().values(field).annotate(number=Count("pk"))
    found = {row[field]: row["number"] for row in rows}
    return {
        "total": sum(found.values()),
        "waiting": found.pop("", 0),
        **{outcome: found.get(outcome, 0) for outcome in RowOutcome.values},
    }


def wake(*, now: Any = None) -> int:
    """Queue again what stands still: its task was lost. Gives how many."""
    before = (now or timezone.now()) - STANDSTILL
    still = ImportJob.objects.filter(
        state__in=(ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING),
        touched_at__lt=before,
    )
    jobs = list(still)
    still.update(touched_at=now or timezone.now())
    for job in jobs:
        _queue(job)
    return len(jobs)


def forget(*, now: Any = None) -> None:
    """Let go of files nobody came back for, and of reports of last year."""
    moment = now or timezone.now()
    for job in ImportJob.objects.filter(
        state=ImportState.CHECKED, created_at__lt=moment - FILES_KEPT
    ):
        try:
            cancel(job_id=job.pk)
        except NotNow:  # somebody else was faster
            continue
    ImportJob.objects.filter(created_at__lt=moment - REPORTS_KEPT).delete()
