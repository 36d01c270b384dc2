"""Addresses of the reports."""

from django.urls import URLPattern, path

from hub.desk.coverage import CoverageReport
from hub.desk.page_translations import TranslationReport
from hub.desk.record_translations import RecordTranslationReport
from hub.desk.reports import (
    LetterReport,
    LinkReport,
    RepairReport,
)

REPORTS = {
    "translations_of_pages": TranslationReport,
    "translations_of_records": RecordTranslationReport,
    "coverage_report": CoverageReport,
    "links_report": LinkReport,
    "letters_report": LetterReport,
    "repairs_report": RepairReport,
}


def addresses() -> list[URLPattern]:
    """Each report, and what its filters bring without the frame."""
    patterns = []
    for name, view in REPORTS.items():
        place = f"reports/{name.removesuffix('_report').replace('_', '-')}/"
        patterns.append(path(place, view.as_view(), name=name))
        results = view.as_view(results_only=True)
        patterns.append(path(f"{place}results/", results, name=f"{name}_results"))
    return patterns
