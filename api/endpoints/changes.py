"""What has changed: of the whole hub, or of a collection. Who follows `next` misses nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from api import caching, filters, pagination
from api.endpoint import Endpoint, as_json, items_as_json
from api.errors import (
    CollectionClosed,
    CursorExpired,
    InvalidParameters,
    NotFound,
    Problem,
)
from api.parameters import Asked
from api.shapes import changes as shapes
from catalogue import cursors
from catalogue.changes import ChangeItem, ChangePage, follow
from catalogue.models import CuratedCollection
from core.projection import moment


class ChangeList(Endpoint):
    """Everything public without a cursor, and from then on only what has changed.

    Put what an item carries in `entry`, under its `uid`; remove the `uid` of an item without one.
    `next` is always there and complete: follow it at once while `has_more` is true, later when it
    is false, and keep it between two runs.
    """

    name = "changes"
    summary = "Follow the changes of the hub"
    parameters = (filters.KIND, filters.LANGUAGE, filters.LIMIT, filters.CURSOR)
    answer = "ChangePage"
    example = shapes.EXAMPLE
    problems = (InvalidParameters, CursorExpired)

    def get(self, request: Request) -> HttpResponse:
        """Answer with one stretch of the log: one query where nothing is new."""
        return _answer(self, request.path, None)


class CollectionChanges(Endpoint):
    """One collection without a cursor, and from then on who enters, changes, moves or leaves.

    Works like the changes of the hub. It carries entries in every language in which they are
    public; `language` keeps to one.
    """

    name = "collection-changes"
    summary = "Follow the changes of a collection"
    parameters = (filters.KIND, filters.LANGUAGE, filters.LIMIT, filters.CURSOR)
    answer = "MemberChangePage"
    example = shapes.EXAMPLE_OF_MEMBERS
    problems = (InvalidParameters, NotFound, CursorExpired, CollectionClosed)

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Answer with one stretch of the collection's log: two queries where nothing is new."""
        collection = CuratedCollection.objects.public().filter(slug=slug).first()
        if collection is None:
            raise _no_collection(slug, self.asked)
        return _answer(self, request.path, collection)


def _answer(endpoint: Endpoint, path: str, collection: CuratedCollection | None) -> HttpResponse:
    asked = endpoint.asked
    try:
        page, cursor = follow(
            asked.cursor or None,
            limit=asked.limit,
            collection=collection,
            language=asked["language"] or "",
            kind=asked["kind"] or "",
        )
    except cursors.CursorInvalid as error:
        raise pagination.invalid_cursor() from error
    except cursors.CursorExpired as error:
        raise CursorExpired(restart=pagination.address(path, asked)) from error
    next_address = pagination.address(path, asked, cursor)
    return endpoint.serve(
        lambda: _write(page, next_address, in_collection=collection is not None),
        etag=caching.tag(
            next_address,
            page.has_more,
            *(f"{item.number} {item.verb} {item.uid}" for item in page.items),
        ),
        until=caching.earliest(item.entry.visible_until for item in page.items if item.entry),
        headers={"Link": f'<{next_address}>; rel="next"'},
    )


def _write(page: ChangePage, next_address: str, *, in_collection: bool) -> str:
    items = [_item(item, in_collection=in_collection) for item in page.items]
    return items_as_json(items, next_address, has_more=page.has_more)


def _item(item: ChangeItem, *, in_collection: bool) -> str:
    """A step as JSON text, the entry in it as it is stored."""
    frame: dict[str, Any] = {
        "verb": item.verb.value,
        "uid": str(item.uid),
        "number": item.number,
        "at": moment(item.at),
        "kind": item.kind,
        "language": item.language,
        "reason": item.reason or None,
    }
    if in_collection:
        frame |= {
            "position": item.position,
            "note": item.note,
            "note_language": item.note_language or None,
        }
    return f'{as_json(frame)[:-1]},"entry":{item.entry.detail if item.entry else "null"}}}'


def _no_collection(slug: str, asked: Asked) -> Problem:
    """Whoever has followed it can prove so by a cursor, and learns that it is closed."""
    filters_asked = f"language={asked['language'] or ''}&kind={asked['kind'] or ''}"
    try:
        cursors.decode(asked.cursor, stream=slug, filters=filters_asked)
    except cursors.CursorInvalid:
        return NotFound()
    return CollectionClosed()
