"""The report of an import: what is in each row, what is wrong, what became of it."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_required
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.importing import importers, jobs
from core.importing.screens import RIGHT, ImporterOnly, importer_for
from core.importing.tables import neutral
from core.models.importing import ImportJob, ImportRow, ImportState, RowOutcome

PER_PAGE = 50
AT_WORK = (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)
OVER = (ImportState.DONE, ImportState.CANCELLED)
FILTERS = {
    "errors": gettext_lazy("With errors"),
    "warnings": gettext_lazy("With something to know"),
    "all": gettext_lazy("All rows"),
}


class ReportView(ImporterOnly, WagtailAdminTemplateMixin, TemplateView):
    """One import, and what can be done next."""

    template_name = "core/importing/report.html"
    header_icon = "upload"

    @cached_property
    def job(self) -> ImportJob:
        """The import."""
        job = get_object_or_404(
            ImportJob.objects.select_related("started_by"), pk=self.kwargs["job_id"]
        )
        importer_for(self.request, job.importer)
        return job

    def get_page_title(self) -> str:
        """The name of its file."""
        return self.job.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("imports:index"), "label": _("Imports")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Numbers, rows, and the next steps."""
        chosen = self.request.GET.get("show", "")
        rows, chosen = _chosen_rows(self.job, chosen)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        importer = importers.get(self.job.importer)
        view = importer.edit_view
        return {
            **super().get_context_data(**kwargs),
            **numbers(self.job),
            "importer": importer,
            "rows": [(row, target_url(row, view)) for row in page.object_list],
            "page": page,
            "filters": FILTERS,
            "chosen": chosen,
            "has_conflicts": self.job.rows.filter(keeps_changes=True).exists(),
        }


def _chosen_rows(job: ImportJob, chosen: str) -> tuple[Any, str]:
    rows = job.rows.all()
    narrowed = {"errors": rows.filter(has_errors=True), "warnings": rows.filter(has_warnings=True)}
    if chosen not in FILTERS:
        chosen = next((name for name, found in narrowed.items() if found.exists()), "all")
    return narrowed.get(chosen, rows).select_related("content_type"), chosen


def numbers(job: ImportJob) -> dict[str, Any]:
    """Where an import stands, in numbers and in one sentence for those who listen."""
    counts = jobs.counts(job)
    done = counts["total"] - counts["waiting"]
    percent = 100 * done // counts["total"] if counts["total"] else 0
    return {
        "job": job,
        "counts": counts,
        "outcomes": [
            (label, counts[value], value) for value, label in RowOutcome.choices if counts[value]
        ],
        "done": done,
        "percent": percent,
        "is_at_work": job.state in AT_WORK,
        "is_over": job.state in OVER,
        "is_checked": job.state == ImportState.CHECKED,
        "valid": counts["total"] - counts[RowOutcome.FAILED],
        "spoken": _spoken(job, counts, percent),
        "can_undo": job.state in OVER and job.created_things.exists(),
    }


def _spoken(job: ImportJob, counts: dict[str, int], percent: int) -> str:
    """Said at every tenth, not at every row."""
    if job.state == ImportState.CHECKING:
        read = counts["total"] - counts["total"] % jobs.BATCH
        return ngettext("%(count)d row read", "%(count)d rows read", read) % {"count": read}
    if job.state == ImportState.RUNNING:
        return _("%(percent)d %% imported") % {"percent": percent - percent % 10}
    return str(job.get_state_display())


def target_url(row: ImportRow, view: str = "edit") -> str:
    """Where what a row became can be edited or seen, "" if it is not there."""
    if row.object_id is None or row.content_type is None or row.outcome == RowOutcome.UNDONE:
        return ""
    model = row.content_type.model_class()
    if model is None:
        return ""
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[row.object_id])
    try:
        name = f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:{view}"
        return reverse(name, args=[row.object_id])
    except NoReverseMatch:
        return ""


@require_safe
@permission_required(RIGHT)
def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The numbers alone, for the script that keeps them fresh."""
    job = get_object_or_404(ImportJob, pk=job_id)
    importer_for(request, job.importer)
    response = render(request, "core/importing/progress.html", numbers(job))
    response["X-Import-State"] = job.state
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@permission_required(RIGHT)
def as_csv(request: HttpRequest, job_id: int) -> HttpResponse:
    """The report as a table, to be handed to whoever keeps the file."""
    job = get_object_or_404(ImportJob, pk=job_id)
    importer_for(request, job.importer)
    response = HttpResponse(table_of(job), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{job.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def table_of(job: ImportJob) -> str:
    """One line for each finding, one for each row without any; safe to open in a spreadsheet."""
    text = io.StringIO()
    text.write("\ufeff")  # Excel takes a file without it for the Windows alphabet
    writer = csv.writer(text, delimiter=";")
    writer.writerow(
        [
            _("Sheet"),
            _("Row"),
            _("Name"),
            _("Outcome"),
            _("Level"),
            _("Column"),
            _("Value"),
            _("What"),
        ]
    )
    levels = {"error": _("error"), "warning": _("to know")}
    for row in job.rows.iterator(chunk_size=500):
        outcome = row.get_outcome_display() or row.get_foreseen_display()
        begin = [row.sheet, str(row.line), row.label, str(outcome)]
        for one in row.findings or [{"level": "", "column": "", "value": "", "text": ""}]:
            level = levels.get(one["level"], "")
            cells = [*begin, level, one["column"], one["value"], one["text"]]
            writer.writerow([neutral(cell) for cell in cells])
    return text.getvalue()
