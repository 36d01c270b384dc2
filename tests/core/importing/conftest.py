from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.importing import importers, jobs
from core.models import ImportJob
from tests.core.importing.toys import ToyImporter
from tests.factories import AdminFactory


@pytest.fixture
def toy() -> Iterator[ToyImporter]:
    importer = ToyImporter()
    importers.register(importer)
    yield importer
    del importers._registered["toy"]


@pytest.fixture
def bring(
    db: None, toy: ToyImporter, django_capture_on_commit_callbacks: Any
) -> Callable[..., ImportJob]:
    """Bring a file and have it checked; `go` does the rest, too."""

    def bring(content: str | bytes, name: str = "elenco.csv", **go: bool) -> ImportJob:
        data = content.encode() if isinstance(content, str) else content
        with django_capture_on_commit_callbacks(execute=True):
            job = jobs.start(
                importer="toy",
                files=[("table", name, [data])],
                user=AdminFactory(),
                language="it",
            )
        if go:
            with django_capture_on_commit_callbacks(execute=True):
                jobs.go(job_id=job.pk, only_valid=go.get("only_valid", False))
        return ImportJob.objects.get(pk=job.pk)

    return bring
