"""The page of search results."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from catalogue.models import EntryTerm
from core.paging import page_of
from search.finding import find
from search.forms import SearchForm

PAGE_SIZE = 12
TERMS = ("topic", "territory")


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found; a question that makes no sense is named and finds nothing."""
    form = SearchForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "found": None, "terms": []}
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        if any(asked.values()):
            found = find(
                query=asked["q"],
                language=get_language() or "it",
                kind=asked["kind"],
                topic=asked["topic"],
                territory=asked["territory"],
            )
            context["found"] = page_of(found, request, PAGE_SIZE)
            context["terms"] = _labels(asked)
    return render(request, "search/results.html", context)


def _labels(asked: dict[str, str]) -> list[str]:
    """The names of the topic and the territory the search is narrowed to."""
    return [label for name in TERMS if asked[name] and (label := _label(name, asked[name]))]


def _label(facet: str, code: str) -> str:
    rows = EntryTerm.objects.filter(facet=facet, code=code)
    language = get_language() or "it"
    best = rows.filter(entry__language=language).first() or rows.first()
    return best.label if best else code
