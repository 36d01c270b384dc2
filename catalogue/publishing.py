"""The only writer of the catalogue.

Each verb works out what should stand there from the pages as they are in the database now, and
writes the difference. So it may be called at any time, any number of times, in any order: where
nothing has changed, nothing is written and no change number is drawn.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page

from catalogue import membership, pruning, rules, storing
from catalogue.locking import writing
from catalogue.models import (
    Change,
    CollectionMember,
    CuratedCollection,
    Entry,
    EntryTerm,
    Epoch,
    Reason,
    RuleMode,
    Verb,
)
from core.projection import NoProjection, project
from core.visibility import EXPIRED, judge, public

logger = logging.getLogger(__name__)

TAKEN_DOWN = "catalogue.taken_down_legally"


@dataclass(slots=True)
class Outcome:
    """What a refresh did: how many entries it wrote and withdrew, and which ones they were."""

    written: int = 0
    withdrawn: int = 0
    translation_keys: set[uuid.UUID] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Whether the catalogue already told the truth."""
        return not self.written and not self.withdrawn

    def add(self, other: Outcome) -> None:
        """Count another outcome in."""
        self.written += other.written
        self.withdrawn += other.withdrawn
        self.translation_keys |= other.translation_keys


def refresh_page(*, page_id: int) -> Outcome:
    """Make the catalogue tell the truth about one page (see `refresh_pages`)."""
    return refresh_pages(page_ids=[page_id])


def refresh_pages(*, page_ids: Iterable[int]) -> Outcome:
    """Make the catalogue tell the truth about some pages, and about those that mention them.

    Each page is written in a transaction of its own, those that are no longer public first: a
    page that cannot be projected must not keep the others from being withdrawn. What went wrong
    is raised at the end, as an ExceptionGroup.
    """
    outcome, failures = Outcome(), []
    waiting, done = _hidden_first(set(page_ids)), set[int]()
    while waiting:
        touched = Outcome()
        for page_id in waiting:
            try:
                touched.add(_refresh_one(page_id))
            except Exception as error:  # raised below, after the other pages
                logger.exception("Page %s could not be written to the catalogue", page_id)
                failures.append(error)
        done.update(waiting)
        outcome.add(touched)
        waiting = sorted(_mentioning(touched.translation_keys) - done)
    if failures:
        raise ExceptionGroup("Some pages could not be written to the catalogue", failures)
    return outcome


def withdraw(*, uid: uuid.UUID, reason: Reason) -> Outcome:
    """Take one entry out of every channel, whatever has become of its page.

    For pages that are being deleted, when there is nothing left to look at. Idempotent.
    """
    with writing():
        outcome = _withdraw(Entry.objects.filter(uid=uid), reason)
    mentioning = _mentioning(outcome.translation_keys)
    if mentioning:
        outcome.add(refresh_pages(page_ids=mentioning))
    return outcome


def withdraw_legally(*, page_ids: Iterable[int], user: Any, with_below: bool = False) -> Outcome:
    """Take pages down for legal reasons, and tell those who hold copies that this is why.

    Pages, aliases and entries go in one transaction, so that no other reason can come between.
    `with_below` takes along what lies below them, as far as the person may. Idempotent.
    """
    with writing():
        pages = list(Page.objects.live().filter(pk__in=list(page_ids)).specific())
        ids = {page.pk for page in pages}
        for page in pages:
            if with_below:
                ids |= set(page.get_descendants().live().values_list("pk", flat=True))
            UnpublishPageAction(page, user=user, include_descendants=with_below).execute(
                skip_permission_checks=True
            )
            log(instance=page, action=TAKEN_DOWN, user=user)
        hidden = Page.objects.filter(pk__in=ids, live=False).values("pk")
        outcome = _withdraw(Entry.objects.filter(page__in=hidden), Reason.LEGAL)
    mentioning = _mentioning(outcome.translation_keys)
    if mentioning:
        outcome.add(refresh_pages(page_ids=mentioning))
    return outcome


def withdraw_expired(*, at: datetime | None = None) -> Outcome:
    """Write the tombstones of entries whose time has passed; they are not served already."""
    expired = Entry.objects.filter(visible_until__lte=at or timezone.now(), page__isnull=False)
    return refresh_pages(page_ids=list(expired.values_list("page_id", flat=True)))


def refresh_collection(*, collection_id: int) -> int:
    """Work out the members of a collection again; return how many changes it took.

    Accepts a translation too: its notes are the members' notes in its language.
    """
    with writing():
        row = CuratedCollection.objects.filter(pk=collection_id).first()
        if row is None:
            return 0
        originals = CuratedCollection.objects.originals()
        original = originals.filter(translation_key=row.translation_key).first()
        return membership.refresh(original) if original else 0


def refresh_rules() -> int:
    """Work out the live rules again that a passing day changes; return how many changes it took.

    Looked at without the lock first: most of the time nothing has changed.
    """
    live = CuratedCollection.objects.originals().filter(rule_mode=RuleMode.LIVE)
    waiting = [one.pk for one in live if rules.moves_with_time(one)]
    differing = [one.pk for one in live.filter(pk__in=waiting) if membership.count_differences(one)]
    return sum(refresh_collection(collection_id=one) for one in differing)


def close_collection(*, slug: str) -> int:
    """Tell those who follow a collection that is no longer there that it is empty.

    Returns how many changes it took; none if a collection of that name exists.
    """
    with writing():
        if CuratedCollection.objects.originals().filter(slug=slug).exists():
            return 0
        return membership.close(slug)


def prune_changes(*, before: datetime) -> int:
    """Forget the tombstones announced at the last run, and announce those older than a moment.

    Returns how many rows went. Cursors from before what was announced expire.
    """
    count = 0
    while True:
        with writing():
            found = pruning.forget()
        count += found
        if found < pruning.BATCH:
            break
    with writing():
        pruning.announce(before=before)
    return count


def start_epoch() -> Epoch:
    """Begin a new life of the log: every cursor given out so far expires."""
    with writing():
        Epoch.objects.all().delete()
        return Epoch.objects.create()


def _hidden_first(page_ids: set[int]) -> list[int]:
    shown = set(public(Page.objects.filter(pk__in=page_ids)).values_list("pk", flat=True))
    return sorted(page_ids, key=lambda page_id: (page_id in shown, page_id))


def _refresh_one(page_id: int) -> Outcome:
    """Write what one page says now, in one transaction."""
    with writing():
        known = Entry.objects.filter(page_id=page_id)
        page = Page.objects.filter(pk=page_id).first()
        if page is None:
            return _withdraw(known, Reason.DELETED)
        verdict = judge(page.specific)
        if not verdict.is_public:
            expired = verdict.reason == EXPIRED
            return _withdraw(known, Reason.EXPIRED if expired else Reason.WITHDRAWN)
        try:
            # An alias shows another page's content: one thing is published once.
            projection = None if page.alias_of_id else project(page)
        except NoProjection:
            projection = None
        if projection is None:
            return _withdraw(known, Reason.WITHDRAWN)
        # Left over from a page whose language was changed: another language, another identity.
        outcome = _withdraw(known.exclude(uid=projection.uid), Reason.WITHDRAWN)
        if storing.store(page, projection, verdict.until):
            outcome.written += 1
            outcome.translation_keys.add(projection.translation_key)
        membership.refresh_for(outcome.translation_keys)
        return outcome


def _withdraw(entries: Iterable[Entry], reason: Reason) -> Outcome:
    """Delete entries, leaving a tombstone in the hub's stream and in each collection's.

    A place that becomes free in a live collection is taken by what comes next in its rule.
    """
    outcome = Outcome()
    left: set[int] = set()
    for entry in entries:
        members = CollectionMember.objects.filter(entry=entry).select_related("collection")
        for member in members:
            membership.write_leave(entry, member.collection.slug, reason)
            left.add(member.collection_id)
        Change.objects.create(
            uid=entry.uid,
            verb=Verb.GONE,
            reason=reason,
            kind=entry.kind,
            language=entry.language,
        )
        outcome.withdrawn += 1
        outcome.translation_keys.add(entry.translation_key)
        entry.delete()
    if left:
        membership.refresh_live(left)
    return outcome


def _mentioning(translation_keys: set[uuid.UUID]) -> set[int]:
    """The pages of entries that mention any of these."""
    if not translation_keys:
        return set()
    terms = EntryTerm.objects.filter(
        facet="related", code__in=[str(key) for key in translation_keys]
    )
    pages = terms.filter(entry__page__isnull=False).values_list("entry__page_id", flat=True)
    return set(pages)
