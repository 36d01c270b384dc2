from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.importing import jobs
from core.models import ImportJob
from tests.factories import AdminFactory, HubSite
from tests.home.importing.exports import export


@pytest.fixture
def bring(hub_site: HubSite) -> Callable[..., ImportJob]:
    """Bring an export and have it checked; unless `go` is False also written."""
    admin = AdminFactory()

    def bring(
        *items: str,
        content: bytes = b"",
        pictures: bytes = b"",
        go: Any = None,
        name: str = "b.xml",
    ) -> ImportJob:
        files = [("table", name, [content or export(*items)])]
        if pictures:
            files.append(("pictures", "uploads.zip", [pictures]))
        job = jobs.start(
            importer="blog",
            files=files,
            user=admin,
            language="it",
            options={"parent": hub_site.home.pk},
            at_once=True,
        )
        jobs.go_on(job_id=job.pk)
        job.refresh_from_db()
        if go is not False and job.state == "checked":
            jobs.go(job_id=job.pk, at_once=True, **(go or {"only_valid": True}))
            jobs.go_on(job_id=job.pk)
        return ImportJob.objects.get(pk=job.pk)

    return bring
