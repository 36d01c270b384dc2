"""Writing one row of an import: in a transaction of its own, together with what became of it."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.importing import importers
from core.importing.findings import Findings, Wrong
from core.importing.importers import Written
from core.models.importing import ImportJob, ImportRow, ImportState, RowOutcome

logger = logging.getLogger(__name__)

# Somebody else may write at the same place in the same moment: then it is tried again.
ATTEMPTS = 6
PAUSE = 0.05  # seconds, longer each time


def write_row(*, job: ImportJob, number: int, files: dict[str, Path]) -> bool:
    """Write one row, unless it has been; False when the import was cancelled meanwhile."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _attempt(job, number, files)
        except (IntegrityError, OperationalError):
            if attempt == ATTEMPTS:
                logger.exception("import %s: row %s cannot be written", job.pk, number)
                _give_up(job, number, _("The database refused the row: try again later."))
                return True
            time.sleep(PAUSE * attempt)
        except Exception:
            logger.exception("import %s: row %s cannot be written", job.pk, number)
            _give_up(job, number, _("The row could not be written. Please report it."))
            return True
    return True


def _attempt(job: ImportJob, number: int, files: dict[str, Path]) -> bool:
    with transaction.atomic():
        row = ImportRow.objects.select_for_update().get(job=job, number=number)
        if row.outcome:
            return True
        if not ImportJob.objects.filter(pk=job.pk, state=ImportState.RUNNING).exists():
            return False
        try:
            with transaction.atomic():
                written = importers.get(job.importer).write(row, job, files)
        except (Wrong, ValidationError) as error:
            written = Written(RowOutcome.FAILED, findings=_as_findings(error))
        _note(row, written)
        if written.target is not None and written.outcome in _LOGGED:
            _log(written, job)
    return True


_LOGGED = {RowOutcome.CREATED: "core.import_created", RowOutcome.UPDATED: "core.import_updated"}


def _log(written: Written, job: ImportJob) -> None:
    data = {"import": job.pk, "file": job.file_name}
    log(
        instance=written.target,
        action=_LOGGED[RowOutcome(written.outcome)],
        user=job.started_by,
        data=data,
    )


def _as_findings(error: Wrong | ValidationError) -> Findings:
    findings = Findings()
    if isinstance(error, Wrong):
        findings.error(str(error))
    elif hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            for message in messages:
                findings.error(message, column="" if name == "__all__" else name)
    else:
        for message in error.messages:
            findings.error(message)
    return findings


def _note(row: ImportRow, written: Written) -> None:
    row.outcome = written.outcome
    row.cells = {}  # what was in the file is needed no longer, and may be about people
    row.findings = [*row.findings, *written.findings.as_data()]
    row.has_errors = row.has_errors or written.findings.has_errors
    row.has_warnings = row.has_warnings or written.findings.has_warnings
    target: Any = written.target
    if target is not None:
        row.content_type = ContentType.objects.get_for_model(target, for_concrete_model=True)
        row.object_id = target.pk
    row.save()


def _give_up(job: ImportJob, number: int, reason: str) -> None:
    findings = Findings()
    findings.error(reason)
    with transaction.atomic():
        row = ImportRow.objects.select_for_update().get(job=job, number=number)
        if not row.outcome:
            _note(row, Written(RowOutcome.FAILED, findings=findings))
