from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.importing import jobs
from core.models import ImportJob
from tests.factories import AdminFactory, HubSite, TerritoryFactory
from tests.practices.importing.workbooks import Rows, workbook


@pytest.fixture
def bring(hub_site: HubSite) -> Callable[..., ImportJob]:
    """Bring a file and have it checked; with `go` also written."""
    TerritoryFactory()
    admin = AdminFactory()

    def bring(content: bytes | None = None, name: str = "", *, go: Any = None, **sheets: Rows):
        data = workbook(**sheets) if content is None else content
        options = {"parent": hub_site.practices.pk, "scheme": "prova"}
        job = jobs.start(
            importer="practices",
            files=[("table", name or "rete.xlsx", [data])],
            user=admin,
            language="it",
            options=options,
            at_once=True,
        )
        jobs.go_on(job_id=job.pk)
        if go is not None:
            jobs.go(job_id=job.pk, at_once=True, **go)
            jobs.go_on(job_id=job.pk)
        return ImportJob.objects.get(pk=job.pk)

    return bring
