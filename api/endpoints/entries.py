"""Everything that is public: a list to filter, and each entry in full."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from api import caching, filters, pagination
from api.endpoint import Endpoint, items_as_json
from api.errors import Gone, InvalidParameters, NotFound
from api.pagination import Order
from api.parameters import Asked
from api.shapes import entries as shapes
from api.statements import Statement, Values
from catalogue.changes import tombstone
from catalogue.models import Entry, Reason
from core.projection import moment

FILTER_NAMES = tuple(parameter.name for parameter, _narrow in filters.FILTERS)
# What the values of each name are like.
LIKE: dict[str, Any] = {
    "at": datetime(2000, 1, 1, tzinfo=UTC),
    "after": datetime(2000, 1, 1, tzinfo=UTC),
    "tie": 0,
    **{one.name: one.read(str(one.example)) for one, _narrow in filters.FILTERS},
}


class EntryList(Endpoint):
    """Everything that is public, the newest first.

    Practices, calls, events, participation paths, pages and newsletter issues, as cards or in
    full. Every filter narrows the list further.
    """

    name = "entries"
    summary = "List entries"
    parameters = (
        *(parameter for parameter, _narrow in filters.FILTERS),
        filters.ORDER,
        filters.VIEW,
        filters.LIMIT,
        filters.CURSOR,
    )
    answer = "EntryPage"
    example = shapes.EXAMPLE_PAGE
    problems = (InvalidParameters,)

    def get(self, request: Request) -> HttpResponse:
        """Answer with one page of the list, in one query."""
        asked, limit = self.asked, self.asked.limit
        statement, rows = _read(asked, request.path)
        headers = {}
        if not rows and not asked.cursor:
            filters.refuse_unknown_words(asked)
            if today := filters.with_code_of_today(asked):
                asked = today
                statement, rows = _read(asked, request.path)
                headers["Content-Location"] = f"{request.path}?{urlencode(asked.texts)}"
        address = None
        if len(rows) > limit:
            rows = rows[:limit]
            address = pagination.next_address(
                request.path, asked, *statement.converted(rows[-1])[3:]
            )
            headers["Link"] = f'<{address}>; rel="next"'
        return self.serve(
            lambda: items_as_json([row[0] for row in rows], address),
            etag=caching.tag(_text(asked), address, *(f"{row[4]} {row[1]}" for row in rows)),
            until=caching.earliest(statement.converted(row)[2] for row in rows if row[2]),
            headers=headers or None,
        )


class EntryDetail(Endpoint):
    """One entry in full.

    Its `uid` stays the same when its title, address or place changes. What was public and is no
    longer answers 410 with the reason.
    """

    name = "entry"
    summary = "Read an entry"
    answer = "Detail"
    example = shapes.EXAMPLE_DETAIL
    problems = (InvalidParameters, NotFound, Gone)

    def get(self, request: Request, uid: UUID) -> HttpResponse:
        """Answer with the stored detail, in one query."""
        rows = _stored().rows({"at": timezone.now(), "uid": uid})
        if not rows:
            raise missing(uid)
        [(detail, etag, until, changed_at)] = rows
        return self.serve(
            lambda: detail, etag=caching.tag(etag), until=until, modified_at=changed_at
        )


def _read(asked: Asked, path: str) -> tuple[Statement, list[tuple[Any, ...]]]:
    """The rows of one page, one more than asked for, as the driver gives them.

    Dates are read only where they are needed: of what expires, and of the last row.
    """
    values: dict[str, Any] = {"at": timezone.now()}
    values |= {name: asked[name] for name in FILTER_NAMES if name in asked.values}
    if place := pagination.place(asked, path):
        values["after"], values["tie"] = place
    order = asked["order"] or "-published_at"
    statement = _listed(tuple(values), order, _text(asked), asked.limit + 1)
    return statement, statement.raw(values)


def _text(asked: Asked) -> str:
    return "detail" if asked["view"] == "full" else "card"


@lru_cache(maxsize=512)
def _listed(names: tuple[str, ...], order: str, text: str, limit: int) -> Statement:
    """The query of a list that has values for these names."""

    def build(values: Values) -> QuerySet:
        entries = filters.apply(Entry.objects.visible(values["at"]), values)
        by = Order.named(order)
        if by.column == "starts_at":
            entries = entries.filter(starts_at__isnull=False)
        rows: QuerySet = entries
        if "after" in values:
            rows = by.after(rows, values["after"], values["tie"])
        columns = (text, "etag", "visible_until", by.column, "pk")
        return by.apply(rows).values_list(*columns)[:limit]

    # What narrows a list decides which index is best; without, there is only the order's.
    return Statement(build, {name: LIKE[name] for name in names}, has_one_plan=names == ("at",))


@cache
def _stored() -> Statement:
    """The query of one entry."""

    def build(values: Values) -> QuerySet:
        entries = Entry.objects.visible(values["at"]).filter(uid=values["uid"])
        return entries.values_list("detail", "etag", "visible_until", "change__at")

    return Statement(build, {"at": LIKE["at"], "uid": UUID(int=0)}, has_one_plan=True)


def missing(uid: UUID) -> Gone | NotFound:
    """The problem of an entry that is not here: whether it ever was, and why it is gone."""
    change = tombstone(uid)
    if change is not None:
        return Gone(uid=str(uid), reason=change.reason, gone_at=moment(change.at))
    # Its time is over, and the writer has not come by yet to say so in the log.
    hidden = Entry.objects.filter(uid=uid).values_list("page_id", "visible_until").first()
    if hidden is None:
        return NotFound()
    page_id, until = hidden
    reason = Reason.DELETED if page_id is None else Reason.EXPIRED
    return Gone(uid=str(uid), reason=reason.value, gone_at=moment(until))
