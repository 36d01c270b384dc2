"""Counts what comes in from one network, and altogether, and says when it is too much.

The counts stand in the database, so that they hold for all processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import networks
from core.models.budget import Budget

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# How many within a span, which is HOUR or DAY.
Share = tuple[timedelta, int]


class TooManyRequests(Exception):
    """No more now; `retry_at` says from when, `is_hub_wide` whether it concerns everybody."""

    def __init__(self, retry_at: datetime, *, is_hub_wide: bool) -> None:
        super().__init__(f"not before {retry_at.isoformat()}")
        self.retry_at = retry_at
        self.is_hub_wide = is_hub_wide


@transaction.atomic
def take(
    budgets: type[Budget],
    *,
    network: str,
    purpose: str,
    network_shares: Sequence[Share],
    hub_shares: Sequence[Share],
) -> None:
    """Count one request of a network (see `networks.network_of`). Raises TooManyRequests.

    What is refused counts nowhere.
    """
    now = timezone.now()
    subject = networks.hash_for_today(network, purpose=purpose)
    for span, most in network_shares:
        _take_share(budgets, subject, span, most, now)
    for span, most in hub_shares:
        _take_share(budgets, "", span, most, now)


def forget(budgets: type[Budget]) -> int:
    """Delete counts whose time is over, and with them every trace of a network."""
    deleted, _by_model = budgets._default_manager.filter(expires_at__lte=timezone.now()).delete()
    return deleted


def _take_share(
    budgets: type[Budget], subject: str, span: timedelta, most: int, now: datetime
) -> None:
    start = now.replace(minute=0, second=0, microsecond=0)
    if span == DAY:
        start = start.replace(hour=0)
    window = start.strftime("%Y-%m-%dT%H" if span == HOUR else "%Y-%m-%d")
    rows = budgets._default_manager
    row = budgets(subject=subject, window=window, expires_at=start + span)
    rows.bulk_create([row], ignore_conflicts=True)
    shares = rows.filter(subject=subject, window=window, used__lt=most)
    if not shares.update(used=F("used") + 1):
        raise TooManyRequests(start + span, is_hub_wide=not subject)
