"""Mailboxes that take nothing for a while, again and again: in the end they count as gone.

A mail that came back softly and one that a server would not take for the mailbox's sake, however
often it was tried, are the same to the reader. Each copy counts once.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from newsletter import transitions
from newsletter.models import Delivery, DeliveryState, Subscriber

# So many mails that come back for a while, with none delivered between, count as for good.
MOST_SOFT = 4
SOFT_WINDOW = timedelta(days=90)
# A copy that was given up because its mailbox took nothing: the first word of its reason.
AWAY = "away"
# "Mailbox full" is final to some servers (RFC 3463), and no less a matter of the mailbox.
FULL = " 5.2.2"
NOT_TAKEN = Q(state=DeliveryState.REFUSED) & (
    Q(reason__startswith=f"{AWAY} ") | Q(reason__endswith=FULL)
)


def is_soft(reason: str) -> bool:
    """Whether a copy refused with this reason counts like one that came back softly."""
    return reason.startswith(f"{AWAY} ") or reason.endswith(FULL)


def is_hopeless(reader: Subscriber) -> bool:
    """Whether the last mails all came back, each for a reason that might have passed.

    A mail is one copy, however many reports say that it came back. One that was accepted and has
    not come back ends the row: a plain mail server tells nothing of those that arrive.
    """
    since = timezone.now() - SOFT_WINDOW
    copies = Delivery.objects.filter(subscriber=reader, intent_at__gt=since)
    counted = copies.filter(Q(state__in=transitions.ACCOUNTS["accepted"]) | NOT_TAKEN)
    latest = counted.order_by("-intent_at", "-pk").values_list("state", flat=True)
    states = list(latest[:MOST_SOFT])
    vain = {DeliveryState.BOUNCED, DeliveryState.REFUSED}
    return len(states) == MOST_SOFT and set(states) <= vain
