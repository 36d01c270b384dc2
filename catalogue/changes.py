"""Reading the log of changes: what a partner must do to hold what the hub shows.

Entries know the number of the change that wrote them last, so what stands is read from the
entries themselves and only what is gone from the log: superseded changes never travel. A full
download is the same reading from number zero, without what had gone before it began.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from catalogue import cursors
from catalogue.models import (
    Change,
    CollectionMember,
    CuratedCollection,
    Entry,
    Epoch,
    Verb,
)


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One step to take. `upsert` and `enter` carry the entry: put it. Otherwise: remove `uid`.

    `position` and `note` are those of the member in a collection's stream.
    """

    number: int
    verb: Verb
    uid: uuid.UUID
    kind: str
    language: str
    at: datetime
    reason: str = ""
    entry: Entry | None = None
    position: int | None = None
    note: str = ""
    note_language: str = ""


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A stretch of the stream. Who has read it has read everything up to `last_number`."""

    items: list[ChangeItem]
    last_number: int
    head: int
    epoch: str
    has_more: bool
    pruned_to: int = 0
    began: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """What to read: numbers above `after` and up to `upto`, at most `limit` steps.

    Removals up to `began` are left out: whoever began with nothing then has nothing to remove.
    """

    after: int
    upto: int
    limit: int
    filters: dict[str, str]
    began: int = 0


def follow(
    cursor: str | None,
    *,
    limit: int,
    collection: CuratedCollection | None = None,
    language: str = "",
    kind: str = "",
) -> tuple[ChangePage, str]:
    """Read on from a cursor (from the beginning without one); return the page and its cursor.

    Raises CursorInvalid if the cursor was not made for this stream and these filters,
    CursorExpired if it belongs to another life of the log, or to a time whose removals are
    forgotten.
    """
    stream = collection.slug if collection else ""
    filters = f"language={language}&kind={kind}"
    place = cursors.decode(cursor, stream=stream, filters=filters) if cursor else None
    page = read_changes(
        place.number if place else 0,
        limit,
        began=place.began if place else None,
        collection=collection,
        language=language,
        kind=kind,
    )
    if place and (
        place.epoch != page.epoch
        or place.number > page.head
        or max(place.number, place.began) < page.pruned_to
    ):
        raise cursors.CursorExpired
    # A download that has come to where it began is one no longer.
    began = page.began if page.last_number < page.began else 0
    return page, cursors.Cursor(page.epoch, page.last_number, stream, filters, began).encode()


def read_changes(
    after: int,
    limit: int,
    *,
    collection: CuratedCollection | None = None,
    language: str = "",
    kind: str = "",
    began: int | None = None,
) -> ChangePage:
    """Read up to `limit` steps after number `after`: of the whole hub, or of a collection.

    `began` is where the log ended when this download began; None where it begins now.

    One query when there is nothing new, three otherwise. Nothing is read beyond the head that
    stood when the reading began, or a change between two queries could slip past the reader.
    """
    epoch, pruned_to, head = _log()
    if began is None:
        began = head
    if head <= after:
        return ChangePage([], after, head, epoch, has_more=False, pruned_to=pruned_to, began=began)
    filters = {name: value for name, value in (("language", language), ("kind", kind)) if value}
    stretch = Stretch(after, head, limit + 1, filters, began)
    if collection is None:
        items = [*_standing(stretch), *_gone(stretch)]
    else:
        items = [*_members(collection, stretch), *_left(collection, stretch)]
    items.sort(key=lambda item: item.number)
    has_more = len(items) > limit
    items = items[:limit]
    last_number = items[-1].number if has_more else head
    return ChangePage(items, last_number, head, epoch, has_more, pruned_to=pruned_to, began=began)


def tombstone(uid: uuid.UUID) -> Change | None:
    """The change that took an entry away; None if it never was there, or is there again."""
    last = Change.objects.filter(uid=uid, collection="").order_by("-number").first()
    return last if last and last.verb == Verb.GONE else None


def _log() -> tuple[str, int, int]:
    """The life of the log, what it has forgotten, and its highest number, in one query."""
    newest = Change.objects.order_by("-number").values("number")[:1]
    rows = Epoch.objects.annotate(head=Coalesce(Subquery(newest), 0))
    value, pruned_to, head = rows.order_by("pk").values_list("value", "pruned_to", "head")[0]
    return str(value), pruned_to, head


def _standing(stretch: Stretch) -> Iterable[ChangeItem]:
    """What stands in the hub."""
    entries = (
        Entry.objects.visible()
        .filter(change__gt=stretch.after, change__lte=stretch.upto, **stretch.filters)
        .select_related("change")
        .order_by("change_id")[: stretch.limit]
    )
    return [
        ChangeItem(
            number=entry.change_id,
            verb=Verb.UPSERT,
            uid=entry.uid,
            kind=entry.kind,
            language=entry.language,
            at=entry.change.at,
            entry=entry,
        )
        for entry in entries
    ]


def _gone(stretch: Stretch) -> Iterable[ChangeItem]:
    """What is gone from the hub and has not come back."""
    living = Entry.objects.filter(uid=OuterRef("uid"))
    return _removals(stretch, verb=Verb.GONE, collection="", unless=living)


def _members(collection: CuratedCollection, stretch: Stretch) -> Iterable[ChangeItem]:
    """Who stands in a collection: at the change of place or of words, whichever came last."""
    members = (
        CollectionMember.objects.filter(
            collection=collection,
            entry__in=Entry.objects.visible().filter(**stretch.filters),
        )
        .annotate(number=Greatest(F("change_id"), F("entry__change_id")))
        .filter(number__gt=stretch.after, number__lte=stretch.upto)
        .select_related("entry", "entry__change", "change")
        .order_by("number")[: stretch.limit]
    )
    return [
        ChangeItem(
            number=member.number,
            verb=Verb.ENTER if member.number == member.change_id else Verb.UPSERT,
            uid=member.entry.uid,
            kind=member.entry.kind,
            language=member.entry.language,
            at=max(member.change.at, member.entry.change.at),
            entry=member.entry,
            position=member.position,
            note=member.note,
            note_language=member.note_language,
        )
        for member in members
    ]


def _left(collection: CuratedCollection, stretch: Stretch) -> Iterable[ChangeItem]:
    """Who has left a collection and has not come back."""
    inside = CollectionMember.objects.filter(collection=collection, entry__uid=OuterRef("uid"))
    return _removals(stretch, verb=Verb.LEAVE, collection=collection.slug, unless=inside)


def _removals(
    stretch: Stretch, *, verb: Verb, collection: str, unless: QuerySet
) -> Iterable[ChangeItem]:
    """The last removal of each uid in a stream, except of those that are there again."""
    last = (
        Change.objects.filter(uid=OuterRef("uid"), collection=collection, verb=verb)
        .order_by("-number")
        .values("number")[:1]
    )
    rows = (
        Change.objects.filter(
            collection=collection,
            verb=verb,
            number__gt=max(stretch.after, stretch.began),
            number__lte=stretch.upto,
            **stretch.filters,
        )
        .exclude(Exists(unless))
        .filter(number=Subquery(last))
        .order_by("number")[: stretch.limit]
    )
    return [
        ChangeItem(
            number=row.number,
            verb=verb,
            uid=row.uid,
            kind=row.kind,
            language=row.language,
            at=row.at,
            reason=row.reason,
        )
        for row in rows
    ]
