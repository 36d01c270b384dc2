"""What became of mails after they were handed over: taken in first, dealt with afterwards.

Reports come from providers (`receivers`) and from the mailbox for bounces (`bounces`), several
times, in any order, and sometimes before our own commit. Taking in is one insert, named by a
digest; dealing with it moves copies by the table of transitions, so that nothing is undone by a
report that comes late. A hard bounce or a complaint suppresses the address in the same transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from newsletter import breaking, suppression, transitions, unsubscribing
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

# So many mails that come back for a while, with none delivered between, count as for good.
MOST_SOFT = 4
SOFT_WINDOW = timedelta(days=90)
# How long a report may wait for the copy it is about to be written down by its sender.
PATIENCE = timedelta(days=3)
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says about one mail. `name` tells it from all others of its source."""

    source: str
    kind: ReportKind
    happened_at: datetime
    name: str = ""
    code: str = ""
    delivery_number: int | None = None
    provider_id: str = ""
    address: str = ""

    @property
    def digest(self) -> str:
        """The same for the same report."""
        parts = [self.source, self.name] if self.name else self._words()
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _words(self) -> list[str]:
        moment = self.happened_at.isoformat()
        which = f"{self.delivery_number or ''} {self.provider_id} {self.address.lower()}"
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
            "provider_id": report.provider_id[:120],
            "address_hash": suppression.hash_of(report.address) if report.address else "",
        },
    )
    return is_new


def process_waiting(*, count: int = AT_A_TIME) -> int:
    """Deal with reports, the oldest first; return how many came to an end."""
    waiting = DeliveryReport.objects.filter(outcome=ReportOutcome.WAITING)
    numbers = waiting.order_by("received_at", "pk").values_list("pk", flat=True)[:count]
    mailings: set[int] = set()
    done = sum(process(report_id=number, mailings=mailings) for number in list(numbers))
    for mailing_id in mailings:
        breaking.look(mailing_id=mailing_id)
    return done


@transaction.atomic
def process(*, report_id: int, mailings: set[int] | None = None) -> bool:
    """Deal with one report; False if it has to wait, or somebody else has dealt with it.

    The mailing it is about is added to `mailings`.
    """
    row = DeliveryReport.objects.select_for_update().get(pk=report_id)
    if row.outcome != ReportOutcome.WAITING:
        return False
    delivery = _delivery_of(row)
    reader = delivery.subscriber if delivery else _reader_of(row)
    if delivery is not None and delivery.state in {DeliveryState.LEASED, DeliveryState.INTENT}:
        # Its sender has not written down yet that the mail left: at the next turn it will have.
        return False
    if delivery is None and reader is None:
        if row.provider_id and timezone.now() - row.received_at < PATIENCE:
            return False
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
    row.outcome, row.processed_at = outcome, timezone.now()
    row.save(update_fields=["outcome", "processed_at"])
    return True


def _delivery_of(row: DeliveryReport) -> Delivery | None:
    copies = Delivery.objects.select_related("subscriber")
    if row.delivery_number is not None:
        return copies.filter(pk=row.delivery_number).first()
    if row.provider_id:
        return copies.filter(provider_id=row.provider_id).order_by("-pk").first()
    return None


def _reader_of(row: DeliveryReport) -> Subscriber | None:
    """By the address, for mails that are no copies of an issue."""
    if not row.address_hash:
        return None
    return Subscriber.objects.filter(address_hash=row.address_hash).first()


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
            _is_hopeless(reader) and _stop(reader, SuppressionReason.BOUNCE, reference)
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


def _is_hopeless(reader: Subscriber) -> bool:
    """Whether the last mails all came back, each for a reason that might have passed."""
    since = timezone.now() - SOFT_WINDOW
    copies = Delivery.objects.filter(subscriber=reader, intent_at__gt=since)
    latest: Iterable[str] = (
        copies.filter(state__in=[DeliveryState.BOUNCED, DeliveryState.DELIVERED])
        .order_by("-intent_at", "-pk")
        .values_list("state", flat=True)[:MOST_SOFT]
    )
    states = list(latest)
    return len(states) == MOST_SOFT and set(states) == {DeliveryState.BOUNCED}
