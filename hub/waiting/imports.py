"""What waits of one's own imports: a word whether to write, files that were refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import ImportJob, ImportRow, ImportState, RowOutcome
from core.waiting import Heading, Line, one_or_list, waits

PERMISSION = "core.add_importjob"
# An import that went wrong longer ago is history.
RECENT = timedelta(days=30)


def _report(job: Any) -> str:
    return reverse("imports:report", args=[job.pk])


@waits("core.imports_checked", heading=Heading.CONFIRM, permission=PERMISSION)
def checked(user: Any) -> Iterator[Line]:
    """Files that were checked, and of which nothing is written until somebody says so."""
    jobs = ImportJob.objects.filter(started_by=user, state=ImportState.CHECKED)
    yield from Line.of(
        jobs.order_by("created_at", "pk"),
        text=lambda count: ngettext(
            "%(count)d import has been checked and waits for your word",
            "%(count)d imports have been checked and wait for your word",
            count,
        ),
        since="created_at",
        url=one_or_list(_report, reverse("imports:index")),
        action=_("Read the report"),
    )


@waits("core.imports_with_errors", heading=Heading.REPAIR, permission=PERMISSION)
def with_errors(user: Any) -> Iterator[Line]:
    """Files that were refused, or of which rows could not be written."""
    failed = ImportRow.objects.filter(outcome=RowOutcome.FAILED).values("job")
    recent = ImportJob.objects.filter(started_by=user, created_at__gte=timezone.now() - RECENT)
    jobs = recent.filter(state=ImportState.REFUSED) | recent.filter(
        state=ImportState.DONE, pk__in=failed
    )
    yield from Line.of(
        jobs.order_by("created_at", "pk"),
        text=lambda count: ngettext(
            "%(count)d import did not go through whole",
            "%(count)d imports did not go through whole",
            count,
        ),
        since="created_at",
        url=one_or_list(_report, reverse("imports:index")),
        action=_("Read the report"),
    )
