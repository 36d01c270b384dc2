"""The practices that the room of events may suggest for a need, read off the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from catalogue.models import Entry
from events.suggesting import Candidate, finds_candidates

FACETS = ("topic", "target", "territory")


@finds_candidates
def public_practices() -> Iterable[Candidate]:
    """The public practices of the hub's own language, with their terms: two queries."""
    entries = Entry.objects.visible().filter(kind="practice", language=settings.LANGUAGE_CODE)
    for entry in entries.defer("card", "detail").prefetch_related("terms"):
        terms: dict[str, dict[str, str]] = {}
        for term in entry.terms.all():
            if term.facet in FACETS:
                terms.setdefault(term.facet, {})[term.code] = term.label
        assert entry.page_id is not None  # noqa: S101  `visible` leaves the others out
        yield Candidate(entry.page_id, entry.title, entry.summary, entry.url, terms)
