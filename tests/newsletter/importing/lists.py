"""Lists of subscribers as a network would bring them."""

from __future__ import annotations

from typing import Any

from core.importing import jobs
from core.models import ImportJob, ImportRow, User
from tests.factories import AdminFactory
from tests.practices.importing.workbooks import workbook

WORDING = "Desidero ricevere la newsletter della rete e posso disiscrivermi quando voglio."


def line(name: str = "anna", **values: Any) -> dict[str, Any]:
    """A row of the list, complete unless told otherwise."""
    return {
        "E-mail": f"{name}@example.org",
        "Testo del consenso": WORDING,
        "Data del consenso": "12/09/2026",
        "Come è stato dato": "Foglio firmato",
        "Prova": "Raccoglitore 3, foglio 7",
    } | values


def bring(
    *rows: dict[str, Any],
    content: bytes = b"",
    name: str = "iscritti.xlsx",
    go: bool = True,
    only_valid: bool = False,
    by: User | None = None,
) -> ImportJob:
    """Bring a list and have it checked; with `go` also written."""
    job = jobs.start(
        importer="subscribers",
        files=[("table", name, [content or workbook(Iscrizioni=list(rows))])],
        user=by or AdminFactory(),
        language="it",
        at_once=True,
    )
    jobs.go_on(job_id=job.pk)
    if go:
        jobs.go(job_id=job.pk, only_valid=only_valid, at_once=True)
        jobs.go_on(job_id=job.pk)
    return ImportJob.objects.get(pk=job.pk)


def row(job: ImportJob, number: int = 1) -> ImportRow:
    """A row of the report."""
    return job.rows.get(number=number)


def said(job: ImportJob, number: int = 1) -> str:
    """Everything the report says of a row."""
    return " ".join(one["text"] for one in row(job, number).findings)
