"""What is new for a reader: what they have not been told and what is right for them.

The ledger is the memory. An edition says what it showed; a copy that was received says who read
it; an edition of a digest says up to which change of the catalogue its readers have been told
everything. So nothing has to be kept beside it: an item reaches a reader once, whether an issue or
a digest brought it; a run that was missed, a copy that was refused and a change of frequency in the
middle leave no gap and no overlap; an edit is not news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Min, Q

from catalogue.models import Change, Entry, Verb
from newsletter import offering, segments
from newsletter.audience import NEVER_ARRIVED
from newsletter.models import (
    Delivery,
    Edition,
    IssuePage,
    Mailing,
    MailingKind,
    MailingState,
    Subscriber,
)
from newsletter.offering import Offer
from newsletter.shelf import is_on

KINDS = ("practice", "call", "event", "path", "issue")
# What is older is no news for anybody, even if they were never told.
OLDEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Item:
    """Something new: its identity, the change that brought it, what it is about."""

    key: str
    number: int
    published_at: datetime
    offer: Offer
    over_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose. Readers with the same choice and the same memory are one group."""

    language: str
    kinds: frozenset[str]
    topics: frozenset[str]
    places: frozenset[str]


@dataclass(slots=True)
class Group:
    """Readers for whom the same is new."""

    choice: Choice
    keys: tuple[str, ...]
    told_until: int
    # The change that brought each key, and whether there was more than fits.
    numbers: tuple[int, ...] = ()
    has_more: bool = False
    readers: list[int] = field(default_factory=list)


def items(*, at: datetime) -> list[Item]:
    """Everything public that was first published in the last months, the oldest first."""
    entries = list(
        Entry.objects.visible(at)
        .filter(kind__in=KINDS, published_at__gt=at - OLDEST)
        .order_by("pk")
    )
    first = dict(
        Change.objects.filter(
            uid__in=[entry.uid for entry in entries], verb=Verb.UPSERT, collection=""
        )
        .values_list("uid")
        .annotate(number=Min("number"))
        .order_by()
    )
    withheld = _issues_without_digest(entries)
    entries = [entry for entry in entries if entry.translation_key not in withheld]
    offers = offering.by_entry(entries)
    found: dict[str, Item] = {}
    for entry in sorted(entries, key=lambda one: first.get(one.uid, 0)):
        key = str(entry.translation_key)
        # A translation that comes later is the same thing.
        if key not in found and (entry.kind != "event" or is_on(entry, at)):
            end = entry.closes_at if entry.kind == "call" else entry.ends_at or entry.starts_at
            found[key] = Item(
                key, first.get(entry.uid, 0), entry.published_at, offers[entry.pk], end
            )
    return list(found.values())


def _issues_without_digest(entries: Iterable[Entry]) -> set[UUID]:
    """Issues that no digest brings: a correction is for who got the faulty one, and an issue
    whose sending was called off for nobody.
    """
    keys = [entry.translation_key for entry in entries if entry.kind == "issue"]
    mailings = Mailing.objects.filter(issue_key__in=keys).exclude(kind=MailingKind.MISSED)
    withheld = mailings.filter(Q(kind=MailingKind.CORRECTION) | Q(state=MailingState.CANCELLED))
    return set(withheld.values_list("issue_key", flat=True))


def groups(
    readers: Iterable[int],
    *,
    at: datetime,
    begun_at: datetime,
    period: timedelta,
    most: int,
    closing: Mapping[int, int] | None = None,
) -> Iterator[Group]:
    """Readers by what is new for them; who has nothing new is in no group.

    At most `most` items each, the oldest first: what does not fit comes next time. Who never had
    a digest begins a `period` before they asked for it, or before there was one (`begun_at`). Who
    left it is told what there was up to a change: `closing`.
    """
    numbers = list(readers)
    memory = _Memory(numbers, at=at, begun_at=begun_at, period=period, ends=closing or {})
    found: dict[tuple[Choice, tuple[str, ...], int, bool], Group] = {}
    for number in numbers:
        new = memory.news_of(number)
        if not new:
            continue
        until = memory.end_of(number) if len(new) <= most else new[most - 1].number
        choice = memory.choices[number]
        keys = tuple(item.key for item in new[:most])
        brought = tuple(item.number for item in new[:most])
        place = (choice, keys, until, len(new) > most)
        group = Group(choice, keys, until, brought, len(new) > most)
        found.setdefault(place, group).readers.append(number)
    yield from found.values()


class _Memory:
    """What some readers chose and were told, and what there is to tell; asked once for all."""

    def __init__(
        self,
        numbers: list[int],
        *,
        at: datetime,
        begun_at: datetime,
        period: timedelta,
        ends: Mapping[int, int],
    ) -> None:
        self.choices = _choices(numbers)
        self._at, self._ends = at, ends
        self._offered = items(at=at)
        self._last = max((item.number for item in self._offered), default=0)
        self._told = _told_until(numbers)
        self._seen = _seen(numbers, since=at - OLDEST)
        self._since = _since(numbers, begun_at, period)
        self._own = _readers_of_issues_for_groups(self._offered, numbers)

    def end_of(self, number: int) -> int:
        """Up to which change a reader is told."""
        return self._ends.get(number, self._last)

    def news_of(self, number: int) -> list[Item]:
        """What is new for a reader and right for them."""
        end, choice, own = self.end_of(number), self.choices[number], self._own
        return [
            item
            for item in self._offered
            if item.number <= end
            and self._is_news(item, number)
            and _suits(item, choice)
            and (item.key not in own or number in own[item.key])
        ]

    def _is_news(self, item: Item, number: int) -> bool:
        is_over = item.over_at is not None and item.over_at < self._at
        if is_over or item.key in self._seen.get(number, ()):
            return False
        told = self._told.get(number)
        if told is not None:
            return item.number > told
        return item.published_at >= self._since[number]


def _suits(item: Item, choice: Choice) -> bool:
    # An issue of the newsletter is for every reader of the newsletter.
    is_issue = item.offer.kind == "issue"
    return is_issue or item.offer.suits(choice.kinds, choice.topics, choice.places)


def _readers_of_issues_for_groups(
    offered: Iterable[Item], numbers: list[int]
) -> dict[str, frozenset[int]]:
    """The readers of each issue that staff meant for one group; all others are for everybody."""
    keys = [item.key for item in offered if item.offer.kind == "issue"]
    pages = IssuePage.objects.filter(translation_key__in=keys, for_group=True)
    found: dict[str, frozenset[int]] = {}
    for page in pages.select_related("segment"):
        readers = segments.members(page.segment) if page.segment else Subscriber.objects.none()
        mine = readers.filter(pk__in=numbers).values_list("pk", flat=True)
        found[str(page.translation_key)] = frozenset(mine)
    return found


def _choices(numbers: list[int]) -> dict[int, Choice]:
    """What each reader chose, in three queries for all."""
    mine = Q(subscriber__in=numbers)
    topics, places = Subscriber.topics.through, Subscriber.territories.through
    chosen_topics = _gathered(
        topics.objects.filter(mine).values_list("subscriber_id", "topic__slug")
    )
    chosen_places = _gathered(
        places.objects.filter(mine).values_list("subscriber_id", "territory__code")
    )
    rows = Subscriber.objects.filter(pk__in=numbers).values_list("pk", "language", "kinds")
    return {
        number: Choice(
            language,
            frozenset(kinds),
            chosen_topics.get(number, frozenset()),
            chosen_places.get(number, frozenset()),
        )
        for number, language, kinds in rows
    }


def _told_until(numbers: list[int]) -> dict[int, int]:
    """Up to which change each reader has been told everything, by their digests."""
    # What is still on its way counts: if it does not arrive, it comes with the next digest.
    told = Delivery.objects.filter(subscriber__in=numbers, edition__told_until__isnull=False)
    arrived = told.exclude(state__in=NEVER_ARRIVED)
    rows = arrived.values_list("subscriber").annotate(until=Max("edition__told_until"))
    return dict(rows.order_by())


def _since(numbers: list[int], begun_at: datetime, period: timedelta) -> dict[int, datetime]:
    """From when on something is news for somebody who never had a digest."""
    rows = Subscriber.objects.filter(pk__in=numbers).values_list(
        "pk", "confirmed_at", "preferences_changed_at", "digest_since"
    )
    return {
        number: max(
            confirmed or begun_at - period,
            begun_at - period,
            asked or (changed or begun_at) - period,
        )
        for number, confirmed, changed, asked in rows
    }


def _seen(numbers: list[int], *, since: datetime) -> dict[int, frozenset[str]]:
    """What each reader was shown, by issues and digests alike."""
    copies = Delivery.objects.filter(subscriber__in=numbers, created_at__gt=since)
    arrived = copies.exclude(state__in=NEVER_ARRIVED)
    pairs = list(arrived.values_list("subscriber_id", "edition_id"))
    selections = dict(
        Edition.objects.filter(pk__in={edition for _reader, edition in pairs}).values_list(
            "pk", "selection"
        )
    )
    shown = {
        edition: {key for keys in selection.values() for key in keys}
        for edition, selection in selections.items()
    }
    return _gathered((reader, key) for reader, edition in pairs for key in shown[edition])


def _gathered(pairs: Iterable[tuple[int, str]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for number, word in pairs:
        found[number].add(word)
    return {number: frozenset(words) for number, words in found.items()}
