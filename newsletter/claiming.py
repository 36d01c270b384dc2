"""Taking copies to send, so that no two senders ever have the same one.

planned → leased: a sender takes some copies for a while. leased → intent: it says, on disk, "I am
handing these over now", at the last moment and only for readers who may still be mailed. What
stands at intent when a sender dies may have been sent, so it is never sent blindly again.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from newsletter import capping, transitions
from newsletter.models import (
    Delivery,
    DeliveryState,
    MailingState,
    Subscriber,
    SubscriberState,
    Suppression,
)

# How long a sender may be silent before others take over what it held.
MINIMAL_LEASE = timedelta(minutes=3)
SENDER_DIED = "sender-died"


def lease_time() -> timedelta:
    """Long enough for the slowest answer the mail server is given time for, several times over."""
    return max(MINIMAL_LEASE, timedelta(seconds=6 * (settings.EMAIL_TIMEOUT or 60)))


@contextmanager
def durable_intents() -> Iterator[None]:
    """Make what a sender writes outlive a loss of power, also on SQLite."""
    is_ours = connection.vendor == "sqlite" and not connection.in_atomic_block
    if is_ours:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        if is_ours and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=NORMAL")


def due_copies(mailing_id: int) -> QuerySet[Delivery]:
    """The copies of a mailing that can be handed over now."""
    now = timezone.now()
    return _of_mailing(mailing_id).filter(_waiting_at(now) | _put_off_until(now))


def _of_mailing(mailing_id: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(mailing_id=mailing_id, mailing__state=MailingState.SENDING)


def _waiting_at(moment: datetime) -> Q:
    """Not sent yet, and not put aside to keep a pace (see `pacing`)."""
    aside = Q(retry_at__isnull=True) | Q(retry_at__lte=moment)
    return Q(aside, state=DeliveryState.PLANNED)


def _put_off_until(moment: datetime) -> Q:
    return Q(state=DeliveryState.DEFERRED, retry_at__lte=moment)


def _lock(mailing_id: int, condition: Q, count: int) -> list[int]:
    """The first copies of one state, each state by its index; locked where the database can."""
    waiting = _of_mailing(mailing_id).filter(condition).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    return list(waiting.values_list("pk", flat=True)[:count])


def claim(*, mailing_id: int, owner: str, count: int) -> list[int]:
    """Take up to `count` copies that are due; return their numbers."""
    now = timezone.now()
    # Durable: never within the transaction of an intent, which has to wait for the disk.
    with transaction.atomic(durable=True):
        _spare_the_disk()
        numbers = _lock(mailing_id, _waiting_at(now), count)
        if len(numbers) < count:
            numbers += _lock(mailing_id, _put_off_until(now), count - len(numbers))
        # The condition once more: on SQLite it is what decides between two senders.
        taken = Delivery.objects.filter(
            pk__in=numbers, state__in=transitions.delivery_sources(DeliveryState.LEASED)
        ).update(
            state=DeliveryState.LEASED,
            lease_owner=owner,
            lease_until=now + lease_time(),
            retry_at=None,
        )
        if taken == len(numbers):
            return sorted(numbers)
        held = Delivery.objects.filter(
            pk__in=numbers, lease_owner=owner, state=DeliveryState.LEASED
        )
        return list(held.order_by("pk").values_list("pk", flat=True))


def _spare_the_disk() -> None:
    """Let a transaction end without waiting for the disk: for leases alone, never for intents.

    A lease that a loss of power takes away is a copy that waits, as before. An intent that is
    committed later carries it to the disk.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")


def commit_intent(*, numbers: Sequence[int], owner: str) -> list[Delivery]:
    """Say that these copies are being handed over now; return those that really may be.

    Left out, with their reason: readers who have gone since the freeze, and those who want fewer
    mails and had one. Left untouched: copies that are no longer this sender's, or whose mailing
    was paused.
    """
    now, attempt = timezone.now(), uuid.uuid4()
    with transaction.atomic(savepoint=False):
        ready = _still_wanted(numbers, owner)
        capped = capping.without_turn(ready, at=now)
        if capped:
            _skip(sorted(capped), capping.REASON)
            ready = [delivery for delivery in ready if delivery.pk not in capped]
        # Own columns alone: PostgreSQL looks at them again when it has waited for a row.
        committed = Delivery.objects.filter(
            pk__in=[delivery.pk for delivery in ready],
            lease_owner=owner,
            state=DeliveryState.LEASED,
        ).update(
            state=DeliveryState.INTENT,
            attempt_id=attempt,
            attempts=F("attempts") + 1,
            intent_at=now,
            lease_until=now + lease_time(),
        )
        if committed < len(ready):
            return _with_reader(Delivery.objects.filter(pk__in=numbers, attempt_id=attempt))
    for delivery in ready:
        delivery.state, delivery.attempt_id = DeliveryState.INTENT, attempt
        delivery.attempts, delivery.intent_at = delivery.attempts + 1, now
    return ready


def release(*, mailing_id: int, owner: str) -> int:
    """Give back what a sender took and did not begin; return how many copies."""
    held = Delivery.objects.filter(
        mailing_id=mailing_id, lease_owner=owner, state=DeliveryState.LEASED
    )
    return held.update(state=DeliveryState.PLANNED, lease_owner="", lease_until=None)


def put_aside(*, numbers: Sequence[int], owner: str, until: datetime) -> int:
    """Give back copies that are not to leave before a moment, to keep a pace."""
    held = Delivery.objects.filter(pk__in=numbers, lease_owner=owner, state=DeliveryState.LEASED)
    return held.update(
        state=DeliveryState.PLANNED, lease_owner="", lease_until=None, retry_at=until
    )


def take_up(*, mailing_id: int, owner: str, within: timedelta, count: int) -> list[Delivery]:
    """Take copies whose sender died a short while ago, in the attempt that it had begun.

    Only for a provider that takes a mail with the same key once; only for readers who may still be
    mailed.
    """
    now = timezone.now()
    mailable = Exists(Subscriber.objects.mailable().filter(pk=OuterRef("subscriber_id")))
    left = Q(state=DeliveryState.UNCERTAIN, reason=SENDER_DIED, intent_at__gte=now - within)
    with transaction.atomic():
        numbers = _lock(mailing_id, left & Q(mailable), count)
        taken = Delivery.objects.filter(left, pk__in=numbers)
        taken.update(state=DeliveryState.INTENT, lease_owner=owner, lease_until=now + lease_time())
        own = Delivery.objects.filter(pk__in=numbers, lease_owner=owner)
        return _with_reader(own.filter(state=DeliveryState.INTENT))


def put_down(*, numbers: Sequence[int], owner: str) -> int:
    """Let go of copies that were taken up and not asked about: they are as unsure as before."""
    held = Delivery.objects.filter(pk__in=numbers, lease_owner=owner, state=DeliveryState.INTENT)
    return held.update(
        state=DeliveryState.UNCERTAIN, reason=SENDER_DIED, lease_owner="", lease_until=None
    )


def recover(*, at: datetime | None = None) -> tuple[int, int]:
    """Deal with what silent senders left: return how many copies wait again, how many are unsure.

    What was only leased has not left and waits again. What stood at intent may have left.
    """
    silent = Delivery.objects.filter(lease_until__lt=at or timezone.now())
    back = silent.filter(state=DeliveryState.LEASED).update(
        state=DeliveryState.PLANNED, lease_owner="", lease_until=None
    )
    unsure = silent.filter(state=DeliveryState.INTENT).update(
        state=DeliveryState.UNCERTAIN, reason=SENDER_DIED, lease_owner="", lease_until=None
    )
    return back, unsure


def _with_reader(copies: QuerySet[Delivery]) -> list[Delivery]:
    """What handing over needs to know of copies, and no more: there may be a thousand a second."""
    return list(
        copies.select_related("subscriber")
        .only(
            "attempt_id",
            "attempts",
            "edition_id",
            "intent_at",
            "state",
            "subscriber__email",
            "subscriber__frequency",
            "subscriber__language",
            "subscriber__public_id",
            "subscriber__state",
        )
        .order_by("pk")
    )


def _still_wanted(numbers: Sequence[int], owner: str) -> list[Delivery]:
    """The copies whose readers may still be mailed; of the others it is written down why not.

    The readers are judged here, each found by its number. As a condition of the query the same
    leads PostgreSQL through all active readers for each copy, where its statistics are old.
    """
    held = Delivery.objects.filter(
        pk__in=numbers,
        lease_owner=owner,
        state=DeliveryState.LEASED,
        mailing__state=MailingState.SENDING,
    )
    hashes = Suppression.objects.filter(address_hash=OuterRef("subscriber__address_hash"))
    ready, gone = list[Delivery](), defaultdict[str, list[int]](list)
    for delivery in _with_reader(held.annotate(is_suppressed=Exists(hashes))):
        if delivery.subscriber.state != SubscriberState.ACTIVE:
            gone[delivery.subscriber.state].append(delivery.pk)
        elif delivery.is_suppressed:  # type: ignore[attr-defined]  # added by the query
            gone["suppressed"].append(delivery.pk)
        else:
            ready.append(delivery)
    for reason, copies in gone.items():
        _skip(copies, reason)
    return ready


def _skip(numbers: Sequence[int], reason: str) -> None:
    Delivery.objects.filter(pk__in=numbers, state=DeliveryState.LEASED).update(
        state=DeliveryState.SKIPPED,
        reason=reason,
        lease_owner="",
        lease_until=None,
        settled_at=timezone.now(),
    )
