"""When a sending will probably be over, from what left in the last minutes and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min
from django.utils import timezone

from newsletter import quiet, transitions
from newsletter.models import DeliveryState, Mailing, MailingState

LOOKED_AT = timedelta(minutes=5)
# Fewer settled copies than this say nothing about the pace.
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can honestly be said about the rest of a sending; what is not known is None."""

    over_at: datetime | None = None
    # All that is left has been put off by mail servers and is tried again at some time.
    next_try_at: datetime | None = None
    last_try_at: datetime | None = None
    quiet_until: datetime | None = None


def outlook(mailing: Mailing) -> Outlook:
    """Look at a mailing that is being sent."""
    if mailing.state != MailingState.SENDING:
        return Outlook()
    now = timezone.now()
    if not mailing.sends_at_night and (until := quiet.quiet_until(now)):
        return Outlook(quiet_until=until)
    copies = mailing.deliveries.all()
    waiting = copies.filter(state__in=transitions.ACCOUNTS["waiting"])
    fresh = waiting.exclude(state=DeliveryState.DEFERRED).count()
    if not fresh:
        tries = waiting.aggregate(first=Min("retry_at"), last=Max("retry_at"))
        return Outlook(next_try_at=tries["first"], last_try_at=tries["last"])
    since = max(now - LOOKED_AT, mailing.started_at or now - LOOKED_AT)
    recent = copies.filter(settled_at__gte=since, state=DeliveryState.ACCEPTED)
    settled = recent.count()
    seconds = (now - since).total_seconds()
    if settled < ENOUGH or seconds < 5:
        return Outlook()
    return Outlook(over_at=now + timedelta(seconds=fresh * seconds / settled))
