"""The page of search results."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from catalogue.models import EntryTerm
from core.paging import page_of
from practices.models import Cooperative
from search.finding import find, find_cooperatives
from search.forms import SearchForm

PAGE_SIZE = 12
# More than these are a link away, in the directory.
MOST_COOPERATIVES = 6
TERMS = ("topic", "territory")


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found; a question that makes no sense is named and finds nothing."""
    form = SearchForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "found": None, "terms": [], "cooperatives": []}
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
            if asked["q"].strip() and not (asked["kind"] or context["terms"]):
                context["cooperatives"] = _cooperatives(asked["q"])
    return render(request, "search/results.html", context)


def _cooperatives(query: str) -> list[Cooperative]:
    """The first ones that are called so, or are there; one more than shown tells of others."""
    found = find_cooperatives(query=query).select_related("territory")
    return list(found[: MOST_COOPERATIVES + 1])


def _labels(asked: dict[str, str]) -> list[str]:
    """The names of the topic and the territory the search is narrowed to."""
    return [label for name in TERMS if asked[name] and (label := _label(name, asked[name]))]


def _label(facet: str, code: str) -> str:
    rows = EntryTerm.objects.filter(facet=facet, code=code)
    language = get_language() or "it"
    best = rows.filter(entry__language=language).first() or rows.first()
    return best.label if best else code
