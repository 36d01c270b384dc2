"""Curated collections: what a curator chose, in the curator's order, with notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from api import caching, filters, links, pagination
from api.endpoint import Endpoint, as_json, items_as_json
from api.errors import InvalidParameters, NotFound
from api.pagination import Order
from api.shapes import collections as shapes
from catalogue.languages import for_reader
from catalogue.models import CollectionMember, CuratedCollection, Entry
from core.addresses import absolute
from core.projection import moment

# By whom or what the contents are chosen, besides those a curator has put first.
FILLED_BY = {"none": "hand", "live": "live-rule", "pinned": "pinned-rule"}


class CollectionList(Endpoint):
    """All public collections, by slug."""

    name = "collections"
    summary = "List collections"
    answer = "CollectionList"
    example = shapes.EXAMPLE_LIST

    def get(self, request: Request) -> HttpResponse:
        """Answer with all of them, in three queries."""
        return self.serve_data({"items": describe(CuratedCollection.objects.public())})


class CollectionDetail(Endpoint):
    """One collection: its words in each language, and where to read on."""

    name = "collection"
    summary = "Read a collection"
    answer = "Collection"
    example = shapes.EXAMPLE
    problems = (InvalidParameters, NotFound)

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Answer with the collection, in three queries."""
        found = describe(CuratedCollection.objects.public().filter(slug=slug))
        if not found:
            raise NotFound
        return self.serve_data(found[0])


class CollectionEntries(Endpoint):
    """What is in a collection, in the curator's order, with the curator's notes.

    Each thing comes once: in the language asked for, or in another one as long as it has not been
    translated; `is_fallback` says so.
    """

    name = "collection-entries"
    summary = "List the entries of a collection"
    parameters = (filters.BEST_LANGUAGE, filters.VIEW, filters.LIMIT, filters.CURSOR)
    answer = "MemberPage"
    example = shapes.EXAMPLE_MEMBERS
    problems = (InvalidParameters, NotFound)

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Answer with one page of members, in one query."""
        asked = self.asked
        language = asked["language"] or settings.LANGUAGE_CODE
        members = CollectionMember.objects.filter(
            collection__in=CuratedCollection.objects.public().filter(slug=slug),
            entry__in=for_reader(Entry.objects.visible(), language),
        )
        order, limit = Order("position"), asked.limit
        if place := pagination.place(asked, request.path):
            members = order.after(members, *place)
        rows = list(order.apply(members).select_related("entry")[: limit + 1])
        if not rows and not CuratedCollection.objects.public().filter(slug=slug).exists():
            raise NotFound
        address = None
        if len(rows) > limit:
            rows = rows[:limit]
            last = rows[-1]
            address = pagination.next_address(request.path, asked, last.position, last.pk)
        is_full = asked["view"] == "full"
        tags = (f"{one.position} {one.note} {one.entry.etag}" for one in rows)
        return self.serve(
            lambda: items_as_json([_member(one, language, is_full) for one in rows], address),
            etag=caching.tag(language, is_full, address, *tags),
            until=caching.earliest(one.entry.visible_until for one in rows),
            headers={"Link": f'<{address}>; rel="next"'} if address else None,
        )


def _member(member: CollectionMember, language: str, is_full: bool) -> str:
    """A member as JSON text: what the curator says of it, and the entry as it is stored."""
    frame = as_json(
        {
            "position": member.position,
            "note": member.note,
            "note_language": member.note_language or None,
            "is_fallback": member.entry.language != language,
        }
    )
    return f'{frame[:-1]},"entry":{member.entry.detail if is_full else member.entry.card}}}'


def describe(originals: QuerySet[CuratedCollection]) -> list[dict[str, Any]]:
    """Collections with their words in each language and the number of their entries."""
    shown = list(originals.order_by("slug").values_list("pk", "slug", "translation_key"))
    if not shown:
        return []
    keys = [key for _pk, _slug, key in shown]
    words: dict[Any, list[CuratedCollection]] = {key: [] for key in keys}
    rows = CuratedCollection.objects.filter(translation_key__in=keys).select_related("locale")
    for row in rows.order_by("pk"):
        words[row.translation_key].append(row)
    counts = _counts([pk for pk, _slug, _key in shown])
    return [_collection(slug, words[key], counts.get(pk, {})) for pk, slug, key in shown]


def _counts(collection_ids: list[int]) -> dict[int, dict[str, int]]:
    """How many entries there are in each collection, by language."""
    members = CollectionMember.objects.filter(
        collection__in=collection_ids, entry__in=Entry.objects.visible()
    )
    rows = members.values_list("collection", "entry__language").annotate(count=Count("pk"))
    counts: dict[int, dict[str, int]] = {}
    for collection_id, language, count in rows.order_by("collection", "entry__language"):
        counts.setdefault(collection_id, {})[language] = count
    return counts


def _collection(
    slug: str, rows: Iterable[CuratedCollection], counts: dict[str, int]
) -> dict[str, Any]:
    by_language = {row.locale.language_code: row for row in rows}
    original = by_language[settings.LANGUAGE_CODE]
    return {
        "slug": slug,
        "title": {language: row.title for language, row in by_language.items()},
        "intro": {language: row.intro for language, row in by_language.items() if row.intro},
        "curator": original.curator,
        "covers_from": original.covers_from.isoformat() if original.covers_from else None,
        "covers_until": original.covers_until.isoformat() if original.covers_until else None,
        "filled_by": FILLED_BY[original.rule_mode],
        "pinned_at": moment(original.pinned_at),
        "embed_allowed": original.embed_allowed,
        "updated_at": moment(max(row.updated_at for row in by_language.values())),
        "entry_count": counts,
        "url": links.in_each_language("home:collection", slug=slug),
        "print_url": links.in_each_language("home:collection_print", slug=slug),
        "entries": absolute(reverse("api:collection-entries", kwargs={"slug": slug})),
        "changes": absolute(reverse("api:collection-changes", kwargs={"slug": slug})),
        "feeds": links.feeds_of_collection(slug),
    }
