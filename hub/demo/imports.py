"""An import that waits for a decision: five rows, three of them with mistakes made on purpose."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from core.importing import jobs
from core.models import ImportJob, User
from practices.importing import samples
from practices.importing.spreadsheet import SpreadsheetImporter
from practices.models import PracticeIndexPage

FILE = "schede-di-prova.xlsx"


def bring(user: User) -> None:
    """Bring the sample with mistakes and check it; nothing of it is written."""
    if ImportJob.objects.filter(file_name=FILE).exists():
        return
    index = PracticeIndexPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    with translation.override(settings.LANGUAGE_CODE):
        job = jobs.start(
            importer=SpreadsheetImporter.name,
            files=[("table", FILE, [samples.sample(with_mistakes=True)])],
            user=user,
            language=settings.LANGUAGE_CODE,
            options={"parent": index.pk, "scheme": "prova"},
            at_once=True,
        )
    jobs.go_on(job_id=job.pk)
