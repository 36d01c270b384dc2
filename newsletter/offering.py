"""What the items of an issue are about, and for whom they are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from catalogue.models import Entry, EntryTerm
from newsletter import places
from newsletter.models import Subscriber


@dataclass(frozen=True, slots=True)
class Offer:
    """What an item of an issue is about; `territories` is None where it concerns everybody."""

    kind: str
    topics: frozenset[str]
    territories: frozenset[str] | None

    def suits(self, kinds: Iterable[str], topics: Iterable[str], places: Iterable[str]) -> bool:
        """Whether it is right in every respect for somebody who chose these; empty means all.

        The same rule as in the query for issues, for one item and one choice.
        """
        wanted_kinds, wanted_topics, wanted_places = set(kinds), set(topics), set(places)
        return (
            (not wanted_kinds or self.kind in wanted_kinds)
            and (not wanted_topics or bool(wanted_topics & self.topics))
            and (
                not wanted_places
                or self.territories is None
                or bool(wanted_places & self.territories)
            )
        )


def offers_of(entries: Iterable[Entry]) -> list[Offer]:
    """What the items of an issue are about, for readers who chose; each once."""
    return list(dict.fromkeys(by_entry(entries).values()))


def by_entry(entries: Iterable[Entry]) -> dict[int, Offer]:
    """What each entry is about, by its number."""
    items = list(entries)
    topics: dict[int, set[str]] = {entry.pk: set() for entry in items}
    rows = EntryTerm.objects.filter(entry__in=items, facet="topic")
    for entry_id, code in rows.values_list("entry_id", "code"):
        topics[entry_id].add(code)
    parents = places.parents_of_all()
    return {
        entry.pk: Offer(entry.kind, frozenset(topics[entry.pk]), _reached(entry, parents))
        for entry in items
    }


def interested(items: list[Offer]) -> Q:
    """Readers who chose nothing, or for whom at least one item is right in every respect."""
    topics, places = Subscriber.topics.through, Subscriber.territories.through
    any_topic = Exists(topics.objects.filter(subscriber=OuterRef("pk")))
    any_place = Exists(places.objects.filter(subscriber=OuterRef("pk")))
    condition = Q(kinds_text="[]") & ~Q(any_topic) & ~Q(any_place)
    for item in items:
        right = Q(kinds_text="[]") | Q(kinds_text__contains=f'"{item.kind}"')
        chosen = topics.objects.filter(subscriber=OuterRef("pk"), topic__slug__in=item.topics)
        right &= ~Q(any_topic) | Q(Exists(chosen))
        if item.territories is not None:
            reached = places.objects.filter(
                subscriber=OuterRef("pk"), territory__code__in=item.territories
            )
            right &= ~Q(any_place) | Q(Exists(reached))
        condition |= right
    return condition


def _reached(entry: Entry, parents: places.Parents) -> frozenset[str] | None:
    """The territories whose readers an item concerns; None where it concerns everybody."""
    return places.reached(
        (one["code"] for one in entry.card_data.get("territories") or []), parents
    )
