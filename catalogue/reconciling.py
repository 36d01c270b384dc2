"""Comparing the catalogue with the truth, and counting what had to be repaired.

Signals tell of nearly everything, but a bulk update sends none, a process may die between a
commit and what follows it, and a fixture may be loaded by hand. The count should be zero: each
repair that is found points to something that nobody told of.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from catalogue import membership, publishing, storing
from catalogue.models import CuratedCollection, Entry, Reason, Reconciliation
from core.projection import project, projected_types
from core.visibility import judge, public

logger = logging.getLogger(__name__)
CHUNK = 200
KEEP = timedelta(days=90)

MISSING = "missing"
STALE = "stale"
LEFTOVER = "leftover"
MEMBERSHIP = "membership"


@dataclass(slots=True)
class Report:
    """What differed: how many of each kind, and what could not be looked at."""

    checked: int = 0
    repairs: Counter[str] = field(default_factory=Counter)
    failed_page_ids: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.repairs.items()))
        failed = f"; {len(self.failed_page_ids)} failed" if self.failed_page_ids else ""
        return f"{self.checked} checked; {kinds or 'nothing to repair'}{failed}"


def reconcile(*, dry_run: bool = False, is_deep: bool = True) -> Report:
    """Repair the catalogue through its writer, and report.

    Deep: every public page is projected and compared word by word. Otherwise only what queries
    can tell: pages without an entry, entries without a public page, other dates or address. With
    `dry_run` nothing is written and the report tells what would be.
    """
    report = Report()
    _withdraw_leftovers(report, dry_run=dry_run)
    page_ids = list(_public_page_ids())
    report.checked = len(page_ids)
    if is_deep:
        for start in range(0, len(page_ids), CHUNK):
            differing = _compare_words(page_ids[start : start + CHUNK], report)
            _repair(differing, report, dry_run=dry_run)
    else:
        _repair(_find_missing() | _find_stale(), report, dry_run=dry_run)
    _repair_memberships(report, dry_run=dry_run)
    if report.repairs or report.failed_page_ids:
        logger.warning("The catalogue was reconciled: %s", report)
    return report


def reconcile_by_itself(*, is_deep: bool) -> Report:
    """Reconcile without anybody watching, and leave a row for staff where something differed."""
    report = reconcile(is_deep=is_deep)
    if report.repairs or report.failed_page_ids:
        Reconciliation.objects.create(
            is_deep=is_deep,
            checked_count=report.checked,
            repairs=dict(report.repairs),
            failed_page_ids=sorted(set(report.failed_page_ids)),
        )
    return report


def forget() -> int:
    """Forget repairs of long ago; return how many."""
    old = Reconciliation.objects.filter(at__lt=timezone.now() - KEEP)
    return old.delete()[0]


def _public_page_ids() -> Iterable[int]:
    """The pages that should have an entry, as far as a query can tell."""
    pages = public(Page.objects.exact_type(*projected_types()).filter(alias_of__isnull=True))
    return pages.order_by("pk").values_list("pk", flat=True)


def _find_missing() -> dict[int, str]:
    """Public pages without an entry, by query."""
    known = Entry.objects.filter(page__isnull=False).values("page_id")
    pages = Page.objects.filter(pk__in=_public_page_ids()).exclude(pk__in=known)
    # A query cannot tell whether a page has an address; judging one by one can.
    return {page.pk: MISSING for page in pages.specific() if judge(page).is_public}


def _find_stale() -> dict[int, str]:
    """Entries of pages that were published again or expire at another time, by query.

    All of them, when the hub has moved to another address.
    """
    published = Q(page__last_published_at__isnull=False)
    never_expires = Q(visible_until__isnull=True, page__expire_at__isnull=True)
    expires_then = Q(visible_until__isnull=False, visible_until=F("page__expire_at"))
    is_stale = (
        (published & ~Q(updated_at=F("page__last_published_at")))
        | ~(never_expires | expires_then)
        | ~Q(url__startswith=f"{settings.HUB_URL}/")
    )
    entries = Entry.objects.filter(is_stale, page_id__in=_public_page_ids())
    return dict.fromkeys(entries.values_list("page_id", flat=True), STALE)


def _compare_words(page_ids: list[int], report: Report) -> dict[int, str]:
    """The pages of a chunk whose entry is not there, or not what the page says."""
    known = Entry.objects.filter(page_id__in=page_ids).prefetch_related("terms")
    entries = {entry.page_id: entry for entry in known}
    differing = {}
    for page in Page.objects.filter(pk__in=page_ids).select_related("locale").specific():
        kind = _judge_words(page, entries.get(page.pk), report)
        if kind:
            differing[page.pk] = kind
    return differing


def _judge_words(page: Page, entry: Entry | None, report: Report) -> str:
    """Compare an entry with what the page says now, without a lock."""
    try:
        if not judge(page).is_public:
            return LEFTOVER if entry else ""
        if entry is None:
            return MISSING
        is_true = storing.is_up_to_date(entry, page, project(page))
    except Exception:
        logger.exception("Page %s could not be compared with the catalogue", page.pk)
        report.failed_page_ids.append(page.pk)
        return ""
    return "" if is_true else STALE


def _withdraw_leftovers(report: Report, *, dry_run: bool) -> None:
    """Withdraw entries whose page is gone, or may no longer be seen."""
    orphans = Entry.objects.filter(page__isnull=True)
    for uid in list(orphans.values_list("uid", flat=True)):
        report.repairs[LEFTOVER] += 1
        if not dry_run:
            publishing.withdraw(uid=uid, reason=Reason.DELETED)
    hidden = Entry.objects.filter(page__isnull=False).exclude(page_id__in=_public_page_ids())
    page_ids = hidden.values_list("page_id", flat=True)
    _repair(dict.fromkeys(page_ids, LEFTOVER), report, dry_run=dry_run)


def _repair(kinds: dict[int, str], report: Report, *, dry_run: bool) -> None:
    """Count what differs, and write the pages one by one: one that fails does not stop the rest."""
    report.repairs.update(kinds.values())
    for page_id in [] if dry_run else kinds:
        try:
            publishing.refresh_page(page_id=page_id)
        except ExceptionGroup:  # the writer has logged it
            report.failed_page_ids.append(page_id)


def _repair_memberships(report: Report, *, dry_run: bool) -> None:
    """Put the members of collections right, and close those that are no longer there."""
    if not dry_run:
        publishing.refresh_rules()  # a day that passes is nothing to repair
    for collection in CuratedCollection.objects.originals().order_by("pk"):
        if differing := membership.count_differences(collection):
            report.repairs[MEMBERSHIP] += differing
            if not dry_run:
                publishing.refresh_collection(collection_id=collection.pk)
    for slug in membership.orphaned_slugs():
        report.repairs[MEMBERSHIP] += 1
        if not dry_run:
            publishing.close_collection(slug=slug)
