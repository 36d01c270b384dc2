"""Importing from the command line: the same job, done at once instead of by the worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import translation

from core.importing import importers, jobs, keeping, recognising
from core.importing.importers import TABLE
from core.importing.refusals import Refused
from core.models.importing import ImportJob, ImportState

Say = Callable[[str], object]


def add_arguments(parser: Any) -> None:
    """What every import can be told."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
    parser.add_argument("--only-valid", action="store_true", help="leave rows with errors out")
    parser.add_argument(
        "--overwrite", action="store_true", help="write over what people have changed since"
    )
    parser.add_argument("--language", default="it", help="of the report: it or en")


def run(
    *,
    importer: str,
    options: dict[str, Any],
    extra: dict[str, Any],
    files: dict[str, Path],
    say: Say,
) -> ImportJob:
    """Check a file and, unless it is a dry run, write its rows. Raises CommandError if it cannot.

    `files` are those besides the first, by role.
    """
    path: Path = options["file"]
    if not path.is_file():
        raise CommandError(f"{path}: no such file")
    with translation.override(options["language"]):
        try:
            recognising.recognise(path, path.name, importers.get(importer).file_kinds)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        brought = [(TABLE, path), *files.items()]
        job = jobs.start(
            importer=importer,
            files=[(role, one.name, keeping.read_in_pieces(one)) for role, one in brought],
            user=None,
            language=options["language"],
            options=extra,
            at_once=True,
        )
        jobs.go_on(job_id=job.pk)
        job.refresh_from_db()
        if job.state == ImportState.REFUSED:
            raise CommandError(job.reason)
        _report(job, say)
        if options["dry_run"]:
            jobs.cancel(job_id=job.pk)
            return job
        try:
            jobs.go(
                job_id=job.pk,
                only_valid=options["only_valid"],
                overwrite=options["overwrite"],
                at_once=True,
            )
        except jobs.NotNow as error:
            jobs.cancel(job_id=job.pk)
            raise CommandError(str(error)) from error
        jobs.go_on(job_id=job.pk)
        job.refresh_from_db()
        say(_counted(job))
        return job


def _report(job: ImportJob, say: Say) -> None:
    for note in job.notes:
        say(": ".join(filter(None, [note["column"], note["text"]])))
    for row in job.rows.exclude(findings=[]).iterator():
        for one in row.findings:
            place = f"{row.sheet} {row.line}".strip()
            value = f" “{one['value']}”" if one["value"] else ""
            say(f"{place} [{one['level']}] {one['column']}{value}: {one['text']}")
    say(_counted(job))


def _counted(job: ImportJob) -> str:
    return ", ".join(f"{name}: {number}" for name, number in jobs.counts(job).items() if number)
