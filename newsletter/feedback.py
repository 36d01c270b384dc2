"""What became of mails after they were handed over: taken in first, dealt with afterwards.

Reports come from providers (`receivers`) and from the mailbox for bounces (`bounces`), several
times, in any order, and sometimes before our own commit. Taking in is one insert, named by a
digest; dealing with it moves copies by the table of transitions, so that nothing is undone by a
report that comes late. A hard bounce or a complaint suppresses the address in the same transaction.
Which mail a report means, it has to prove (`matching`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from newsletter import breaking, hopeless, matching, suppression, transitions, unsubscribing
from newsletter.models import (
    ConsentChannel,
    Delivery,
    DeliveryReport,
    DeliveryState,
    ReportKind,
    ReportOutcome,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)

# How long a report may wait for the copy it is about to be written down by its sender. It is looked
# at after the shortest wait, then each time when its age has doubled, at most so long after.
PATIENCE = timedelta(days=3)
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=12)
AT_A_TIME = 500
# What a report that was dealt with no longer needs: it led to a person.
NO_NAMES = {"address_hash": "", "provider_id": ""}
# Reports about mails of others on the same account cost next to nothing: so many times more.
ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says about one mail. `name` tells it from all others of its source.

    A `delivery_number` is believed with a proof only: the attempt, the provider's name for the
    mail, the address; or `is_proven`, where a signature of ours has been checked.
    """

    source: str
    kind: ReportKind
    happened_at: datetime
    name: str = ""
    code: str = ""
    delivery_number: int | None = None
    attempt_id: UUID | None = None
    provider_id: str = ""
    address: str = ""
    is_proven: bool = False

    @property
    def digest(self) -> str:
        """The same for the same report."""
        parts = [self.source, self.name] if self.name else self._words()
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _words(self) -> list[str]:
        moment = self.happened_at.isoformat()
        # A keyed hash: from a plain one, with all the rest known, the address could be guessed.
        address = suppression.hash_of(self.address) if self.address else ""
        which = f"{self.delivery_number or ''} {self.provider_id} {address}"
        return [self.source, self.kind, moment, which, self.code]


def take_in(report: Report) -> bool:
    """Keep a report; False if it had come before. Nothing else happens now."""
    _row, is_new = DeliveryReport.objects.get_or_create(
        digest=report.digest,
        defaults={
            "source": report.source[:40],
            "kind": report.kind,
            "code": report.code[:60],
            "happened_at": report.happened_at,
            "delivery_number": report.delivery_number,
            "attempt_id": report.attempt_id,
            "is_proven": report.is_proven,
            "provider_id": report.provider_id[:120],
            "address_hash": suppression.hash_of(report.address) if report.address else "",
        },
    )
    return is_new


def process_waiting(*, count: int = AT_A_TIME) -> int:
    """Deal with reports that are due, the longest due first; return how many came to an end.

    The work is bounded: at most `count` reports one by one, and `ROUNDS` times as many that are
    plainly about mails of others.
    """
    mailings: set[int] = set()
    done, left = 0, count
    for _round in range(ROUNDS):
        due = list(_due()[:count])
        strangers = matching.strangers(due)
        DeliveryReport.objects.filter(pk__in=strangers, outcome=ReportOutcome.WAITING).update(
            outcome=ReportOutcome.UNMATCHED, processed_at=timezone.now(), **NO_NAMES
        )
        done += len(strangers)
        others = [row.pk for row in due if row.pk not in strangers][:left]
        done += sum(process(report_id=number, mailings=mailings) for number in others)
        left -= len(others)
        if not left or len(due) < count:
            break
    for mailing_id in mailings:
        breaking.look(mailing_id=mailing_id)
    return done


def _due() -> QuerySet[DeliveryReport]:
    waiting = DeliveryReport.objects.filter(
        outcome=ReportOutcome.WAITING, look_again_at__lte=timezone.now()
    )
    return waiting.order_by("look_again_at", "pk")


@transaction.atomic
def process(*, report_id: int, mailings: set[int] | None = None) -> bool:
    """Deal with one report; False if it has to wait, or somebody else has dealt with it.

    The mailing it is about is added to `mailings`.
    """
    row = DeliveryReport.objects.select_for_update().get(pk=report_id)
    if row.outcome != ReportOutcome.WAITING:
        return False
    match = matching.find(row)
    if match.may_come and _put_off(row):
        return False
    delivery, reader = match.delivery, match.reader
    if delivery is None and reader is None:
        return _close(row, ReportOutcome.UNMATCHED)
    has_moved = _move(delivery, row) if delivery else False
    has_changed = _tell(reader, delivery, row) if reader else False
    if delivery is not None and mailings is not None:
        mailings.add(delivery.mailing_id)
    is_news = has_moved or has_changed
    return _close(row, ReportOutcome.APPLIED if is_news else ReportOutcome.REPEATED)


def forget(*, before: datetime) -> int:
    """Delete reports that were dealt with so long ago; return how many."""
    old = DeliveryReport.objects.exclude(outcome=ReportOutcome.WAITING)
    deleted, _by_model = old.filter(received_at__lt=before).delete()
    return deleted


def _close(row: DeliveryReport, outcome: ReportOutcome) -> bool:
    DeliveryReport.objects.filter(pk=row.pk).update(
        outcome=outcome, processed_at=timezone.now(), **NO_NAMES
    )
    return True


def _put_off(row: DeliveryReport) -> bool:
    """Look at a report again later; False where it has waited long enough."""
    now = timezone.now()
    age = now - row.received_at
    if age >= PATIENCE:
        return False
    row.look_again_at = now + min(max(age, SHORTEST_WAIT), LONGEST_WAIT)
    row.save(update_fields=["look_again_at"])
    return True


STATES = {
    ReportKind.DELIVERED: DeliveryState.DELIVERED,
    ReportKind.HARD: DeliveryState.BOUNCED,
    ReportKind.SOFT: DeliveryState.BOUNCED,
    ReportKind.COMPLAINED: DeliveryState.COMPLAINED,
}


def _move(delivery: Delivery, row: DeliveryReport) -> bool:
    """Put the copy into the state the report proves; False where it is there or beyond."""
    target = STATES.get(ReportKind(row.kind))
    if target is None:
        return False
    if target == DeliveryState.COMPLAINED:
        # Nobody marks as spam what has not arrived.
        _put(delivery, DeliveryState.DELIVERED, row)
    return _put(delivery, target, row)


def _put(delivery: Delivery, target: DeliveryState, row: DeliveryReport) -> bool:
    moved = Delivery.objects.filter(
        pk=delivery.pk, state__in=transitions.delivery_sources(target)
    ).update(
        state=target,
        reason=row.code if target == DeliveryState.BOUNCED else "",
        settled_at=row.happened_at,
        retry_at=None,
    )
    return bool(moved)


def _tell(reader: Subscriber, delivery: Delivery | None, row: DeliveryReport) -> bool:
    """Let the reader's state follow; False where nothing changes."""
    reference = f"delivery {delivery.pk}" if delivery else ""
    acts: dict[str, Callable[[], bool]] = {
        ReportKind.HARD: lambda: _stop(reader, SuppressionReason.BOUNCE, reference),
        ReportKind.COMPLAINED: lambda: _stop(reader, SuppressionReason.COMPLAINT, reference),
        ReportKind.UNSUBSCRIBED: lambda: unsubscribing.unsubscribe(
            subscriber_id=reader.pk, channel=ConsentChannel.PROVIDER, reference=reference
        ),
        ReportKind.SOFT: lambda: (
            hopeless.is_hopeless(reader) and _stop(reader, SuppressionReason.BOUNCE, reference)
        ),
    }
    act = acts.get(row.kind)
    return act() if act else False


def _stop(reader: Subscriber, reason: SuppressionReason, reference: str) -> bool:
    if reader.state == SubscriberState.ERASED:
        return False
    before = suppression.reason_for(reader.email)
    unsubscribing.stop_mailing(
        subscriber_id=reader.pk,
        reason=reason,
        channel=ConsentChannel.PROVIDER,
        reference=reference,
    )
    return before != suppression.reason_for(reader.email)
