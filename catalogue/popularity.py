"""Which topics the hub talks about most: a rule that can be told in three sentences.

Over the last 90 days each different thing published about a topic gives ten points, each reader
who follows it two, every twenty readings of its pages one, though readings never give more points
than contents do (a number anybody can push up must not decide). With fewer than three things a
topic has no place. Equal points are ordered by name.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from catalogue.models import DailyCount, Entry, EntryTerm, TopicPopularity
from core.models import Topic

WINDOW_DAYS = 90
POINTS_OF_AN_ITEM = 10
POINTS_OF_A_FOLLOWER = 2
READINGS_FOR_A_POINT = 20
FEWEST_ITEMS = 3
FEWEST_TOPICS = 3

CountFollowers = Callable[[], dict[int, int]]
_followers: list[CountFollowers] = []


def counts_followers(count: CountFollowers) -> CountFollowers:
    """Register a function that tells how many people follow each topic, by the topic's id.

    For rooms above that know people; the catalogue knows only the numbers.
    """
    if count not in _followers:
        _followers.append(count)
    return count


@dataclass(frozen=True, slots=True)
class Tally:
    """What a topic's popularity is made of."""

    topic: Topic
    items: int
    follows: int
    readings: int

    @property
    def score(self) -> int:
        """The points."""
        of_items = self.items * POINTS_OF_AN_ITEM
        of_readings = min(self.readings // READINGS_FOR_A_POINT, of_items)
        return of_items + self.follows * POINTS_OF_A_FOLLOWER + of_readings

    @property
    def has_place(self) -> bool:
        """Whether enough was published for a place in the list."""
        return self.items >= FEWEST_ITEMS


def compute(*, at: datetime | None = None) -> int:
    """Work out the popularity of every topic at a moment (now); return how many have a place."""
    moment = at or timezone.now()
    tallies = sorted(_tallies(moment), key=lambda one: (-one.score, one.topic.name.casefold()))
    placed = [one for one in tallies if one.has_place]
    ranks = {one.topic.pk: rank for rank, one in enumerate(placed, start=1)}
    with transaction.atomic():
        TopicPopularity.objects.exclude(topic__in=[one.topic for one in tallies]).delete()
        for one in tallies:
            TopicPopularity.objects.update_or_create(
                topic=one.topic,
                defaults={
                    "rank": ranks.get(one.topic.pk),
                    "score": one.score,
                    "items": one.items,
                    "follows": one.follows,
                    "readings": one.readings,
                    "computed_at": moment,
                },
            )
    return len(placed)


def _tallies(moment: datetime) -> list[Tally]:
    since = moment - timedelta(days=WINDOW_DAYS)
    items, readings = _items(since, moment), _readings(since)
    follows: Counter[int] = Counter()
    for count in _followers:
        follows.update(count())
    return [
        Tally(
            topic=topic,
            items=items.get(topic.code, 0),
            follows=follows[topic.pk],
            readings=readings[topic.code],
        )
        for topic in Topic.objects.originals().current()
    ]


def _items(since: datetime, moment: datetime) -> dict[str, int]:
    """How many different things were published about each topic; sections and plain pages aside."""
    entries = Entry.objects.visible(moment).exclude(kind="page")
    terms = EntryTerm.objects.filter(
        facet="topic", entry__in=entries.filter(published_at__gte=since, published_at__lte=moment)
    )
    rows = terms.values_list("code").annotate(count=Count("entry__translation_key", distinct=True))
    return dict(rows)


def _readings(since: datetime) -> Counter[str]:
    """How often the topic's own page and the pages about it were read."""
    rows = DailyCount.objects.filter(day__gte=timezone.localtime(since).date())
    read: dict[uuid.UUID, int] = dict(
        rows.values_list("subject").annotate(total=Sum("count")).order_by("subject")
    )
    found: Counter[str] = Counter()
    terms = EntryTerm.objects.filter(facet="topic", entry__in=Entry.objects.visible())
    for code, uid in terms.values_list("code", "entry__uid"):
        found[code] += read.get(uid, 0)
    topics = Topic.objects.originals().current()
    for code, key in topics.values_list("slug", "translation_key"):
        found[code] += read.get(key, 0)
    return found
