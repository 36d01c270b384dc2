"""Finding what is new of followed things, and writing down who is to be told.

Looking twice, or in two workers at once, finds everything once: each piece of news has one row,
each row goes into one bulletin, and each follower has one copy of a bulletin.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from newsletter import followed
from newsletter.followed import Details, Item
from newsletter.models import Bulletin, BulletinCopy, Following, NewsItem

logger = logging.getLogger(__name__)

# News rests so long before anybody is told: a slip can be mended, several things go together.
REST = timedelta(minutes=10)


def look_everywhere() -> int:
    """Look at everything that is followed; return how many bulletins were written.

    What cannot be read is logged, and does not keep the others.
    """
    things = Following.objects.filter(ended_at__isnull=True).order_by()
    written = 0
    for kind, key in things.values_list("kind", "key").distinct():
        try:
            look(kind=kind, key=key)
            written += write(kind=kind, key=key) is not None
        except Exception:
            logger.exception("news of %s %s could not be looked for", kind, key)
    return written


@transaction.atomic
def remember(*, kind: str, key: UUID) -> None:
    """Note what is there before anybody follows: it will not be told as news.

    That holds, too, for what came while nobody followed any more. Where somebody follows
    already, looking goes on as ever.
    """
    if Following.objects.filter(kind=kind, key=key, ended_at=None).exists():
        return
    NewsItem.objects.filter(kind=kind, key=key, bulletin=None).update(is_old=True)
    known = {row.subject: row for row in _known(kind, key)}
    unseen = []
    for item in followed.items(followed.details(kind, key), kind).values():
        row = known.get(item.subject)
        if row is None or row.signature != item.signature:
            number = row.number + 1 if row else 1
            unseen.append(NewsItem(**_row(kind, key, item) | {"number": number}, is_old=True))
    _add(unseen)


@transaction.atomic
def look(*, kind: str, key: UUID) -> int:
    """Note what is new since the last look; return how many pieces of news there are."""
    items = followed.items(followed.details(kind, key), kind)
    known = {row.subject: row for row in _known(kind, key)}
    fresh = []
    for item in items.values():
        row = known.get(item.subject)
        if row is None:
            fresh.append(NewsItem(**_row(kind, key, item), is_old=item.is_old))
        elif row.signature != item.signature:
            fresh += _again(row, item)
    _add(fresh)
    return sum(not row.is_old for row in fresh)


@transaction.atomic
def write(*, kind: str, key: UUID) -> Bulletin | None:
    """Put the news that has rested into a bulletin, with a copy for each follower.

    None when nothing has rested long enough, or another worker was first.
    """
    waiting = NewsItem.objects.filter(kind=kind, key=key, bulletin=None, is_old=False)
    # Another worker waits here, and finds nothing left.
    rows = list(waiting.select_for_update().order_by("pk"))
    if not any(row.found_at <= timezone.now() - REST for row in rows):
        return None
    found = followed.details(kind, key)
    there = followed.items(found, kind)
    # What was taken back in the meantime is told to nobody; if it returns, it is news.
    waiting.exclude(subject__in=list(there)).delete()
    subjects = {row.subject: row.what for row in rows if row.subject in there}
    if not subjects:
        return None
    bulletin = Bulletin.objects.create(kind=kind, key=key, contents=_told(found, kind, subjects))
    NewsItem.objects.filter(pk__in=[row.pk for row in rows]).update(bulletin=bulletin)
    followers = _followers(kind, key).iterator()
    BulletinCopy.objects.bulk_create(
        (BulletinCopy(bulletin=bulletin, following=one) for one in followers),
        batch_size=1000,
    )
    return bulletin


def _followers(kind: str, key: UUID) -> QuerySet[Following]:
    """Who is told: not who also follows what this was merged into, and is told by that."""
    now = Following.objects.filter(kind=kind, ended_at=None)
    same = followed.keys(kind, key)
    before = same[: same.index(key)] if key in same else []
    told = now.filter(key__in=before).values("subscriber")
    return now.filter(key=key).exclude(subscriber__in=told) if before else now.filter(key=key)


def _known(kind: str, key: UUID) -> Iterable[NewsItem]:
    """The newest row of each subject comes last."""
    return NewsItem.objects.filter(kind=kind, key=key).order_by("subject", "number")


def _again(row: NewsItem, item: Item) -> list[NewsItem]:
    """What a change of something known means: news, or a correction of news that still rests."""
    if row.bulletin_id is None and not row.is_old:
        NewsItem.objects.filter(pk=row.pk, bulletin=None).update(signature=item.signature)
        return []
    values = _row(row.kind, row.key, item) | {"number": row.number + 1}
    if item.changed is None:
        return [NewsItem(**values, is_old=True)]
    return [NewsItem(**values | {"what": item.changed}, is_old=False)]


def _row(kind: str, key: UUID, item: Item) -> dict[str, Any]:
    return {
        "kind": kind,
        "key": key,
        "subject": item.subject,
        "what": item.what,
        "signature": item.signature,
    }


def _add(rows: Iterable[NewsItem]) -> None:
    """Write rows down; of two workers that found the same thing, one does."""
    NewsItem.objects.bulk_create(rows, ignore_conflicts=True)


def _told(found: Details, kind: str, subjects: dict[str, str]) -> dict[str, Any]:
    """What is read in each language the thing is published in.

    What has not been translated yet is told in the language it has, and says which.
    """
    words = {language: followed.words(found, kind, language) for language in found}
    contents = {}
    for language, detail in found.items():
        news = []
        for subject, what in subjects.items():
            having = {code: told[subject] for code, told in words.items() if subject in told}
            code = language if language in having else next(iter(sorted(having)))
            told = having[code]
            news.append({"what": what, **asdict(told), "language": told.language or code})
        contents[language] = {"title": detail["title"], "url": detail["url"], "news": news}
    return contents
