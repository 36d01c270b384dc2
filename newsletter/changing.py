"""Changing how often: what lies between is neither lost nor repeated.

Between weekly and monthly the ledger's cursor goes on (see `novelty`). Who leaves a digest for
single issues gets it once more, at its next hour, with what there was until the change: the
closing digest. It is owed also where the digest has been switched off in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from catalogue.models import Change
from newsletter.models import DigestPlan, Frequency, Subscriber, SubscriberState

PERIODS = {Frequency.WEEKLY: timedelta(days=7), Frequency.MONTHLY: timedelta(days=31)}


def follow(subscriber: Subscriber, *, frequency: str, at: datetime) -> list[str]:
    """Set on a reader what a change of frequency means for digests; return the names of the fields.

    To be called before the reader's own frequency and `preferences_changed_at` are changed.
    """
    had = Frequency(subscriber.frequency)
    if had in PERIODS and subscriber.digest_since is None:
        asked_at = subscriber.preferences_changed_at or subscriber.confirmed_at or at
        subscriber.digest_since = asked_at - PERIODS[had]
    if frequency in PERIODS and had not in PERIODS and not subscriber.closing_frequency:
        subscriber.digest_since = at - PERIODS[Frequency(frequency)]
    if _is_made(frequency):
        _close(subscriber)
    elif frequency != had and _is_made(had):
        subscriber.closing_frequency = had
        subscriber.closing_until = Change.objects.aggregate(last=Max("number"))["last"] or 0
    return ["digest_since", "closing_frequency", "closing_until"]


def closing(readers: Iterable[int], *, frequency: str) -> dict[int, int]:
    """Those who left this digest and get it once more: up to which change."""
    rows = Subscriber.objects.filter(pk__in=list(readers), closing_frequency=frequency)
    rows = rows.exclude(frequency=frequency)
    return {pk: until or 0 for pk, until in rows.values_list("pk", "closing_until")}


def owed(frequency: str) -> QuerySet[Subscriber]:
    """Those who left this digest and have not had it once more."""
    left = Subscriber.objects.filter(closing_frequency=frequency).exclude(frequency=frequency)
    return left.filter(state__in=[SubscriberState.ACTIVE, SubscriberState.PAUSED])


def forget_closed(readers: Iterable[int]) -> int:
    """Nothing more is owed to these; return how many they are."""
    rows = Subscriber.objects.filter(pk__in=list(readers))
    return rows.update(closing_frequency="", closing_until=None)


def _close(subscriber: Subscriber) -> None:
    subscriber.closing_frequency, subscriber.closing_until = "", None


def _is_made(frequency: str) -> bool:
    return DigestPlan.objects.filter(frequency=frequency, is_on=True).exists()
