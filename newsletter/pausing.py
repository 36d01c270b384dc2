"""Taking a break: no mail until a day the reader chose, then as before."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from newsletter.models import Subscriber, SubscriberState

LONGEST = timedelta(days=366)
USUAL = timedelta(days=30)


@transaction.atomic
def pause(*, subscriber_id: int, until: date) -> bool:
    """Send nothing before a day; False for somebody who is not subscribed.

    Raises ValueError for a day that is not between tomorrow and a year from now.
    """
    if not timezone.localdate() < until <= timezone.localdate() + LONGEST:
        raise ValueError("a break ends between tomorrow and a year from now")
    return _set(
        subscriber_id,
        SubscriberState.PAUSED,
        [SubscriberState.ACTIVE, SubscriberState.PAUSED],
        until,
    )


@transaction.atomic
def go_on(*, subscriber_id: int) -> bool:
    """End a break before its day; False where there is none."""
    return _set(subscriber_id, SubscriberState.ACTIVE, [SubscriberState.PAUSED], None)


def end_due() -> int:
    """End the breaks whose day has come; return how many."""
    over = Subscriber.objects.filter(
        state=SubscriberState.PAUSED, paused_until__lte=timezone.localdate()
    )
    return over.update(
        state=SubscriberState.ACTIVE, paused_until=None, state_changed_at=timezone.now()
    )


def _set(
    subscriber_id: int, state: SubscriberState, sources: list[SubscriberState], until: date | None
) -> bool:
    rows = Subscriber.objects.filter(pk=subscriber_id, state__in=sources)
    return bool(rows.update(state=state, paused_until=until, state_changed_at=timezone.now()))
