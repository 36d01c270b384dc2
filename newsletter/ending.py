"""The end of a mailing: its accounts, and that no copy is left waiting in one that is over."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from newsletter import recording, steering, transitions
from newsletter.models import Delivery, Mailing, MailingState

logger = logging.getLogger(__name__)

# Why a copy was not sent: its mailing was over when the server put it off.
OVER = "over"
# Why a mailing waits for somebody: a row is missing or too many.
ACCOUNTS = "accounts"
REASONS = {
    MailingState.DONE: OVER,
    MailingState.EXCEPTIONS: OVER,
    MailingState.CANCELLED: recording.CANCELLED,
}


def accounts(mailing: Mailing) -> dict[str, int]:
    """How many copies are waiting, accepted, uncertain, failed, skipped."""
    rows = mailing.deliveries.order_by().values_list("state").annotate(count=Count("pk"))
    by_state: dict[str, int] = dict(rows)
    return {
        word: sum(by_state.get(state, 0) for state in states)
        for word, states in transitions.ACCOUNTS.items()
    }


@transaction.atomic
def finish(*, mailing_id: int) -> bool:
    """End a mailing when every copy is settled; True if it ended here.

    Where the accounts do not add up it is paused instead, for a person to look at.
    """
    # Whoever has a copy sent again takes the same lock: see `deciding`.
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    copies = Delivery.objects.filter(mailing_id=mailing_id)
    waits = copies.filter(state__in=transitions.ACCOUNTS["waiting"])
    if mailing.state != MailingState.SENDING or waits.exists():
        return False
    counts = accounts(mailing)
    if sum(counts.values()) != mailing.planned:
        logger.error("mailing %s: %s planned, %s", mailing_id, mailing.planned, counts)
        steering.pause(mailing_id=mailing_id, reason=ACCOUNTS)
        return False
    has_exceptions = counts["failed"] or counts["uncertain"]
    transitions.move(
        mailing_id=mailing_id,
        to=MailingState.EXCEPTIONS if has_exceptions else MailingState.DONE,
        only_from=[MailingState.SENDING],
        finished_at=timezone.now(),
    )
    return True


def skip_stranded(*, since: datetime | None = None) -> int:
    """Settle copies that wait in a mailing that is over; return how many.

    They were in a sender's hands when it was cancelled, or put off by an answer that came late.
    With `since` only in mailings that ended after that.
    """
    over = Mailing.objects.filter(state__in=REASONS)
    if since is not None:
        over = over.filter(finished_at__gte=since)
    return sum(
        recording.skip_waiting(mailing_id, reason=REASONS[MailingState(state)])
        for mailing_id, state in over.order_by("pk").values_list("pk", "state")
    )
