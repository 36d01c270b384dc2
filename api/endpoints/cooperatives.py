"""The directory of cooperatives: a list to filter, and each with what is public about it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from api import caching, filters, pagination
from api.endpoint import Endpoint, as_json, items_as_json
from api.errors import InvalidParameters, NotFound
from api.pagination import Order
from api.shapes import cooperatives as shapes
from catalogue.models import Entry, EntryTerm
from core.addresses import absolute
from practices import finding, profiles
from practices.models import Cooperative

BY_NAME = Order("name")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class CooperativeList(Endpoint):
    """The cooperatives of the directory, by name.

    Those that have closed or were merged are not listed, but can be read one by one.
    """

    name = "cooperatives"
    summary = "List cooperatives"
    parameters = (
        filters.WORDS,
        filters.COOPERATIVE_KIND,
        filters.SECTOR,
        filters.SEAT,
        filters.LIMIT,
        filters.CURSOR,
    )
    answer = "CooperativePage"
    example = shapes.EXAMPLE_PAGE

    def get(self, request: Request) -> HttpResponse:
        """Answer with one page of the list, in one query."""
        asked, limit = self.asked, self.asked.limit
        found = finding.find(
            finding.Wanted(
                words=asked["q"] or "",
                kind=asked["kind"] or "",
                sector=asked["sector"] or "",
                territory=asked["territory"] or "",
            )
        )
        rows: Any = found
        if place := pagination.place(asked, request.path, is_text=True):
            rows = BY_NAME.after(found, *place)
        listed = list(_counted(BY_NAME.apply(profiles.for_cards(rows)))[: limit + 1])
        if not listed and not asked.cursor:
            filters.refuse_unknown_words(asked)
        next_address = None
        if len(listed) > limit:
            listed = listed[:limit]
            last = listed[-1]
            next_address = pagination.next_address(request.path, asked, last.name, last.pk)
        items = [as_json(profiles.card(one) | _entries(one)) for one in listed]
        return self.serve(
            lambda: items_as_json(items, next_address),
            etag=caching.tag(next_address, *items),
            headers={"Link": f'<{next_address}>; rel="next"'} if next_address else None,
        )


class CooperativeDetail(Endpoint):
    """One cooperative with everything that is public about it.

    `lifecycle` tells whether it still exists; after a merger `merged_into` names the one that
    goes on.
    """

    name = "cooperative"
    summary = "Read a cooperative"
    answer = "CooperativeProfile"
    example = shapes.EXAMPLE_PROFILE
    problems = (InvalidParameters, NotFound)

    def get(self, request: Request, code: str) -> HttpResponse:
        """Answer with the cooperative, in a fixed number of queries."""
        rows = profiles.for_profiles(Cooperative.objects.filter(is_listed=True, slug=code))
        found = _counted(rows).first()
        if found is None:
            raise NotFound
        return self.serve_data(profiles.profile(found) | _entries(found))


def _counted(rows: QuerySet) -> QuerySet:
    """Count the public entries of each cooperative, by language."""
    return rows.annotate(**{f"count_{code}": _count_in(code) for code in LANGUAGES})


def _count_in(language: str) -> Coalesce:
    entries = Entry.objects.visible().filter(language=language)
    terms = EntryTerm.objects.filter(
        facet="cooperative", code=OuterRef("slug"), entry__in=entries
    ).order_by()
    counted = terms.values("code").annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _entries(cooperative: Any) -> dict[str, Any]:
    counts = {code: getattr(cooperative, f"count_{code}") for code in LANGUAGES}
    return {
        "entry_count": {code: count for code, count in counts.items() if count},
        "entries": f"{absolute(reverse('api:entries'))}?cooperative={cooperative.slug}",
    }
