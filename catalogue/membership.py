"""Who is in a curated collection: items are what staff chose, members what readers get.

An item is a page; its members are the entries of that page in every language in which it is
public. What a rule brings follows the items, each thing in all its languages, too. Only
`catalogue.publishing` calls what is here, inside its transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from catalogue import rules
from catalogue.models import (
    Change,
    CollectionItem,
    CollectionMember,
    CuratedCollection,
    Entry,
    Reason,
    RuleMode,
    Verb,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in a collection, and what the curator says of it there."""

    position: int
    note: str
    note_language: str


def refresh_for(translation_keys: Iterable[uuid.UUID]) -> int:
    """Work out again the collections that hold any of these pages; return the changes made."""
    keys = list(translation_keys)
    if not keys:
        return 0
    items = CollectionItem.objects.filter(
        Q(page__translation_key__in=keys) | Q(page__alias_of__translation_key__in=keys)
    )
    originals = CuratedCollection.objects.originals()
    by_hand = {one.pk: one for one in originals.filter(pk__in=items.values("collection"))}
    by_rule = {
        one.pk: one
        for one in originals.exclude(rule_mode=RuleMode.NONE)
        if one.pk not in by_hand and rules.could_touch(one, keys)
    }
    touched = sorted((by_hand | by_rule).items())
    return sum(refresh(collection) for _pk, collection in touched)


def refresh_live(collection_ids: Iterable[int]) -> int:
    """Fill places that became free in live collections; return the changes made."""
    live = CuratedCollection.objects.originals().filter(rule_mode=RuleMode.LIVE)
    return sum(refresh(one) for one in live.filter(pk__in=collection_ids).order_by("pk"))


def refresh(collection: CuratedCollection) -> int:
    """Write the difference between a collection's items and its members; return the changes.

    Whoever follows a collection that is closed removes what it had, so everything enters anew
    when it is opened again.
    """
    leaving, arriving = _difference(collection)
    for member in leaving:
        write_leave(member.entry, member.change.collection, Reason.LEFT_COLLECTION)
        member.delete()
    for entry in Entry.objects.filter(pk__in=arriving).order_by("pk"):
        _write_enter(entry, collection, arriving[entry.pk])
    if collection.is_open != collection.is_public:
        CuratedCollection.objects.filter(pk=collection.pk).update(is_open=collection.is_public)
    return len(leaving) + len(arriving)


def count_differences(collection: CuratedCollection) -> int:
    """How many changes `refresh` would write."""
    leaving, arriving = _difference(collection)
    return len(leaving) + len(arriving)


def close(slug: str) -> int:
    """Write that everything has left the collection that was called `slug`; return the changes."""
    inside = last_enters().filter(collection=slug)
    rows = [
        Change(
            uid=row.uid,
            verb=Verb.LEAVE,
            reason=Reason.LEFT_COLLECTION,
            kind=row.kind,
            language=row.language,
            collection=slug,
        )
        for row in inside.order_by("number")
    ]
    return len(Change.objects.bulk_create(rows))


def orphaned_slugs() -> set[str]:
    """Names of collections that are no longer there, and that nobody has closed."""
    existing = CuratedCollection.objects.originals().values("slug")
    orphans = last_enters().exclude(collection__in=existing)
    return set(orphans.values_list("collection", flat=True).distinct())


def last_enters() -> QuerySet[Change]:
    """The entrances that no other change in the same collection has followed."""
    later = Change.objects.filter(
        uid=OuterRef("uid"), collection=OuterRef("collection"), number__gt=OuterRef("number")
    )
    return Change.objects.filter(verb=Verb.ENTER).exclude(Exists(later))


def write_leave(entry: Entry, slug: str, reason: Reason) -> None:
    """Write that an entry has left a collection."""
    Change.objects.create(
        uid=entry.uid,
        verb=Verb.LEAVE,
        reason=reason,
        kind=entry.kind,
        language=entry.language,
        collection=slug,
    )


def _write_enter(entry: Entry, collection: CuratedCollection, place: Place) -> None:
    change = Change.objects.create(
        uid=entry.uid,
        verb=Verb.ENTER,
        kind=entry.kind,
        language=entry.language,
        collection=collection.slug,
    )
    CollectionMember.objects.update_or_create(
        collection=collection,
        entry=entry,
        defaults={
            "change": change,
            "position": place.position,
            "note": place.note,
            "note_language": place.note_language,
        },
    )


def _difference(
    collection: CuratedCollection,
) -> tuple[list[CollectionMember], dict[int, Place]]:
    """Who has to leave, and which entries enter or change place, by entry id.

    A collection that has changed its name is left by everybody under the old name and entered
    under the new one. One that is opened is entered by everybody, also by those who stood in it.
    """
    wanted = _places(collection)
    leaving = []
    is_opened = collection.is_public and not collection.is_open
    for member in collection.members.select_related("entry", "change"):
        is_wanted = member.entry_id in wanted
        if not is_wanted or member.change.collection != collection.slug:
            leaving.append(member)
        elif is_opened:
            continue
        elif wanted[member.entry_id] == Place(member.position, member.note, member.note_language):
            del wanted[member.entry_id]
    return leaving, wanted


def _places(collection: CuratedCollection) -> dict[int, Place]:
    """The place of every entry that belongs in a collection, by the entry's id, in order."""
    order = F("sort_order").asc(nulls_first=True)
    items = (
        CollectionItem.objects.filter(collection=collection)
        .select_related("page__alias_of")
        .order_by(order, "pk")
    )
    notes = _notes(collection)
    entries: dict[uuid.UUID, list[Entry]] = {}
    keys = [_key(item) for item in items]
    by_rule = rules.matches(collection, but=keys)
    keys += [match.key for match in by_rule]
    for entry in Entry.objects.filter(translation_key__in=keys).defer("card", "detail"):
        entries.setdefault(entry.translation_key, []).append(entry)
    places: dict[int, Place] = {}
    for item in items:
        for entry in entries.pop(_key(item), []):
            language = entry.language
            if not notes.get((item.translation_key, language)):
                language = collection.language
            note = notes.get((item.translation_key, language), "")
            position = (item.sort_order or 0) + 1
            places[entry.pk] = Place(position, note, language if note else "")
    for match in by_rule:
        for entry in entries.pop(match.key, []):
            places[entry.pk] = Place(match.position, "", "")
    return places


def _key(item: CollectionItem) -> uuid.UUID:
    """What the page and its translations have in common; an alias stands for its original."""
    page = item.page
    original = page.alias_of or page
    return original.translation_key


def _notes(collection: CuratedCollection) -> dict[tuple[uuid.UUID, str], str]:
    """The curator's notes by item and language."""
    translations = CuratedCollection.objects.filter(translation_key=collection.translation_key)
    items = CollectionItem.objects.filter(collection__in=translations)
    rows = items.values_list("translation_key", "locale__language_code", "note")
    return {(key, language): note for key, language, note in rows}
