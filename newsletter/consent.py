"""The chain of consents: adding to it, checking it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from newsletter.models import (
    ConsentAction,
    ConsentChannel,
    ConsentEvent,
    Subscriber,
    SubscriberState,
)

# The chain hangs on this, not on nothing: a first row cannot be mistaken for a lost beginning.
GENESIS = hashlib.sha256(b"newsletter.consent").hexdigest()
# Any number no other lock of the hub uses.
LOCK_KEY = 7_461_235_992
NEWSLETTER = "newsletter"
HASHED = (
    "number",
    "subject",
    "action",
    "purpose",
    "language",
    "wording_version",
    "wording_hash",
    "asked_at",
    "confirmed_at",
    "channel",
    "reference",
    "recorded_at",
    "previous_hash",
)


@dataclass(slots=True)
class ChainReport:
    """What checking found: how many links, the last hash, and everything that is wrong."""

    count: int = 0
    head: str = GENESIS
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def record(
    *,
    subscriber: Subscriber,
    action: ConsentAction,
    channel: ConsentChannel,
    language: str = "",
    wording_version: str = "",
    wording_hash: str = "",
    asked_at: datetime | None = None,
    confirmed_at: datetime | None = None,
    reference: str = "",
    purpose: str = NEWSLETTER,
) -> ConsentEvent:
    """Add a link to the chain, in the transaction of what it proves.

    `purpose` is what the consent is for: each has its own, and withdrawing one leaves the others.
    """
    _wait_for_turn()
    last = ConsentEvent.objects.order_by("-number").first()
    event = ConsentEvent(
        number=last.number + 1 if last else 1,
        subject=subscriber.public_id,
        action=action,
        purpose=purpose,
        channel=channel,
        language=language or subscriber.language,
        wording_version=wording_version,
        wording_hash=wording_hash,
        asked_at=asked_at,
        confirmed_at=confirmed_at,
        reference=reference,
        recorded_at=timezone.now(),
        previous_hash=last.event_hash if last else GENESIS,
    )
    event.event_hash = hash_of(event)
    event.save()
    return event


def hash_of(event: ConsentEvent) -> str:
    """SHA-256 over everything the event says and the hash of the one before."""
    values = {name: _plain(getattr(event, name)) for name in HASHED}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def history(subscriber: Subscriber) -> list[ConsentEvent]:
    """A subscriber's events, the oldest first."""
    return list(ConsentEvent.objects.filter(subject=subscriber.public_id))


def links_before(events: list[ConsentEvent]) -> dict[int, str]:
    """The hashes of the links on which some events hang, by number."""
    numbers = [event.number - 1 for event in events]
    rows = ConsentEvent.objects.filter(number__in=numbers).values_list("number", "event_hash")
    return {0: GENESIS, **dict(rows)}


def is_intact(event: ConsentEvent, links: dict[int, str]) -> bool:
    """Whether an event says what was recorded and hangs where it was hung; see `links_before`."""
    hangs = event.previous_hash == links.get(event.number - 1)
    return hangs and event.event_hash == hash_of(event)


def check_chain() -> ChainReport:
    """Walk the chain from its beginning, and look whether each active subscriber is in it."""
    report = ChainReport()
    for event in ConsentEvent.objects.order_by("number").iterator(chunk_size=2000):
        report.count += 1
        report.problems += _problems_of(event, report.count, report.head)
        report.head = event.event_hash
    report.problems += _without_consent()
    return report


def _problems_of(event: ConsentEvent, expected_number: int, previous_hash: str) -> Iterator[str]:
    if event.number != expected_number:
        yield f"event {event.number}: number {expected_number} is missing before it"
    if event.previous_hash != previous_hash:
        yield f"event {event.number}: does not follow the event before it"
    if event.event_hash != hash_of(event):
        yield f"event {event.number}: was changed after it was recorded"


def _without_consent() -> Iterator[str]:
    """Active subscribers whose last event is not a consent: a cut-off end would show here."""
    events = ConsentEvent.objects.filter(subject=OuterRef("public_id"), purpose=NEWSLETTER)
    last = events.order_by("-number")
    unproved = (
        Subscriber.objects.filter(state=SubscriberState.ACTIVE)
        .annotate(last_action=Subquery(last.values("action")[:1]))
        .filter(Q(last_action__isnull=True) | ~Q(last_action=ConsentAction.GIVEN))
        .order_by("pk")
    )
    for subscriber in unproved.iterator(chunk_size=2000):
        yield f"subscriber {subscriber.pk}: is active without a consent in the chain"


def _wait_for_turn() -> None:
    """One writer at a time, until its transaction ends; on SQLite transactions are so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])


def _plain(value: object) -> str | int | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return str(value)
    if value is None or isinstance(value, int):
        return value
    return str(value)
