"""How often a reader gets mail at most: at the freeze, and once more at the moment of sending.

At the freeze the ledger is asked (`audience`), one freeze at a time. What was frozen earlier may be
sent together with it all the same, so a copy takes its reader's turn when it is handed over: one
row for each reader says which copy had the last one, and only one of two senders can write it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery

from newsletter.audience import NEVER_ARRIVED, PAUSES
from newsletter.models import Delivery, Edition, MailingKind, Subscriber

REASON = "cap"
# A correction and a second try are for those who were meant to get the first one.
CAPPED = (MailingKind.ISSUE, MailingKind.DIGEST)


def one_freeze_at_a_time() -> None:
    """Wait until no other freeze is at work, in the transaction of the moment.

    To be called before its first query: on PostgreSQL the view of a transaction begins with that,
    and this statement does not count as one. It hinders nobody but other freezes. SQLite has one
    writer at a time.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Edition._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE")


def without_turn(copies: Sequence[Delivery], *, at: datetime) -> set[int]:
    """Take the turns of the readers of these copies of one mailing; return those that have none.

    In the transaction that commits the intent: it is undone with it. Readers who want every issue
    cost nothing.
    """
    numbers = [copy.pk for copy in copies if copy.subscriber.frequency in PAUSES]
    if not numbers:
        return set()
    capped = Delivery.objects.filter(pk__in=numbers, mailing__kind__in=CAPPED)
    waiting = Subscriber.objects.filter(pk__in=capped.values("subscriber"))
    # In order, so that two senders wait for each other and not each for the other.
    list(waiting.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    own = capped.filter(subscriber=OuterRef("pk"))
    readers = waiting.filter(_has_turn(numbers, at))
    readers.update(last_mail_at=at, last_mail_number=Subquery(own.values("pk")[:1]))
    taken = Exists(
        Subscriber.objects.filter(pk=OuterRef("subscriber"), last_mail_number=OuterRef("pk"))
    )
    return set(capped.filter(~taken).values_list("pk", flat=True))


def _has_turn(numbers: Sequence[int], at: datetime) -> Q:
    """Readers whose last mail is long enough ago, did not arrive, or is one of these copies."""
    lost = Delivery.objects.filter(pk=OuterRef("last_mail_number"), state__in=NEVER_ARRIVED)
    is_own = Q(last_mail_number__in=numbers)
    condition = Q()
    for frequency, pause in PAUSES.items():
        since = at - pause
        # By the ledger, for what was sent before they wanted fewer mails.
        recent = Delivery.objects.filter(subscriber=OuterRef("pk"), intent_at__gt=since)
        recent = recent.exclude(state__in=NEVER_ARRIVED).exclude(pk__in=numbers)
        is_free = Q(last_mail_at__isnull=True) | Q(last_mail_at__lte=since) | Exists(lost)
        condition |= Q(is_own | (is_free & ~Exists(recent)), frequency=frequency)
    return condition
