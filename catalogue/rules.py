"""What the rule of a collection gives at a moment. It only reads; `membership` writes.

A rule knows no language: a thing matches when its entry in any language does, and then comes with
all of them. What counts as its date is the earliest publication.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalogue.models import CuratedCollection, Entry, EntryQuerySet, EntryTerm, RuleOrder
from catalogue.models.rules import MOST_ITEMS

# Places follow from dates, so that a newcomer moves nobody else: followers hear of one change.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
FIRST, LAST = MOST_ITEMS + 1, 2_147_483_647


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that belongs to a collection by rule, with its place there."""

    key: uuid.UUID
    position: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a rule gives now: how many things in all, and of which kinds."""

    total: int
    by_kind: dict[str, int]


def matches(collection: CuratedCollection, but: Iterable[uuid.UUID] = ()) -> list[Match]:
    """The things a collection holds by rule, in order, without those chosen by hand (`but`)."""
    chosen = set(but)
    if collection.is_pinned:
        pinned = [uuid.UUID(key) for key in collection.pinned_keys]
        places = enumerate(pinned, start=MOST_ITEMS + 1)
        return [Match(key, place) for place, key in places if key not in chosen]
    if not collection.is_live:
        return []
    return _found(collection, chosen)


def frozen_now(collection: CuratedCollection) -> list[str]:
    """What the rule gives at this moment, to be pinned."""
    return [str(match.key) for match in _found(collection, set())]


def outlook(collection: CuratedCollection) -> Outlook:
    """How much the rule would give without its limit."""
    rows = _things(collection, timezone.now()).values_list("translation_key", "kind").distinct()
    counted = Counter(kind for _key, kind in rows)
    return Outlook(total=counted.total(), by_kind=dict(counted.most_common()))


def could_touch(collection: CuratedCollection, keys: Iterable[uuid.UUID]) -> bool:
    """Whether what happened to these things can change who is in a collection by its rule."""
    wanted = set(keys)
    if collection.is_pinned:
        return any(uuid.UUID(key) in wanted for key in collection.pinned_keys)
    if not collection.is_live:
        return False
    matching = narrowed(collection, timezone.now()).filter(translation_key__in=wanted)
    inside = collection.members.filter(entry__translation_key__in=wanted)
    return matching.exists() or inside.exists()


def moves_with_time(collection: CuratedCollection) -> bool:
    """Whether contents enter or leave only because a day has passed."""
    return collection.is_live and bool(collection.rule_days or collection.rule_is_coming)


def narrowed(collection: CuratedCollection, moment: datetime) -> EntryQuerySet:
    """The entries that have what the rule asks of each of them."""
    entries = Entry.objects.filter(page__isnull=False)
    if collection.rule_kinds:
        entries = entries.filter(kind__in=collection.rule_kinds)
    for facet, codes in (
        ("topic", [one.code for one in collection.rule_topics.all()]),
        ("territory", [one.code for one in collection.rule_territories.all()]),
    ):
        if codes:
            terms = EntryTerm.objects.filter(facet=facet, code__in=codes, entry=OuterRef("pk"))
            entries = entries.filter(Exists(terms))
    if collection.rule_is_coming:
        entries = entries.filter(_to_come(moment))
    return entries


def _found(collection: CuratedCollection, chosen: set[uuid.UUID]) -> list[Match]:
    """What matches a live rule, cut at its limit."""
    things = _things(collection, timezone.now())
    order = "at" if collection.rule_order == RuleOrder.OLDEST else "-at"
    if collection.rule_order == RuleOrder.COMING:
        things, order = things.filter(day__isnull=False), "day"
    rows = things.order_by(order, "translation_key").values_list("translation_key", "at", "day")
    found: list[Match] = []
    for key, at, day in rows[: collection.rule_limit + len(chosen)]:
        if key not in chosen and len(found) < collection.rule_limit:
            found.append(Match(key, _place(collection.rule_order, at, day)))
    return found


def _things(collection: CuratedCollection, moment: datetime) -> QuerySet:
    """What matches, one row for each thing, with its dates."""
    entries = narrowed(collection, moment).order_by()
    things = entries.values("translation_key").annotate(
        at=Min("published_at"), day=Min(Coalesce("starts_at", "closes_at"))
    )
    if collection.rule_since:
        things = things.filter(at__gte=_beginning_of(collection.rule_since))
    if collection.rule_until:
        after = collection.rule_until + timedelta(days=1)
        things = things.filter(at__lt=_beginning_of(after))
    if collection.rule_days:
        things = things.filter(at__gte=moment - timedelta(days=collection.rule_days))
    return things


def _to_come(moment: datetime) -> Q:
    """Events whose day is not over, and calls that can still be answered."""
    today = _beginning_of(timezone.localtime(moment).date())
    is_event = Q(kind="event")
    later = Q(ends_at__gte=today) | Q(ends_at__isnull=True, starts_at__gte=today)
    return (is_event & later) | Q(kind="call", closes_at__gt=moment)


def _place(order: str, at: datetime, day: datetime | None) -> int:
    """A place that follows from a date alone, later than any place given by hand."""
    date = day if order == RuleOrder.COMING and day else at
    seconds = int((date - BEGINNING).total_seconds())
    place = LAST - seconds if order == RuleOrder.NEWEST else FIRST + seconds
    return min(max(place, FIRST), LAST)


def _beginning_of(day: object) -> datetime:
    """Midnight of a day in the hub's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))  # type: ignore[arg-type]
