"""Letting go of who got what, once nobody needs it: the ledgers keep their counts.

As long as the links of an old mail work, a copy has its reader. After that it is a number: the
accounts of an issue add up as before, and nobody can tell any more who was in them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from newsletter import links
from newsletter.models import (
    BulletinCopy,
    CopyState,
    Delivery,
    DeliveryState,
    ReaderMail,
    ReaderMailState,
)

KEPT = timedelta(seconds=links.READER_MAX_AGE)
BATCH = 5000
# What a sender or a person still has to deal with keeps its reader, however old it is.
OPEN_DELIVERIES = (
    DeliveryState.PLANNED,
    DeliveryState.LEASED,
    DeliveryState.INTENT,
    DeliveryState.DEFERRED,
    DeliveryState.UNCERTAIN,
)
OPEN_COPIES = (CopyState.PLANNED, CopyState.LEASED, CopyState.INTENT, CopyState.UNCERTAIN)
OPEN_MAILS = (ReaderMailState.PLANNED, ReaderMailState.LEASED)


def thin(*, now: datetime | None = None) -> int:
    """Let go of the readers of old copies, a batch at a time; return how many rows were thinned."""
    before = (now or timezone.now()) - KEPT
    return _issues(before) + _news(before) + _answers(before)


@transaction.atomic
def _issues(before: datetime) -> int:
    """Copies of issues and digests."""
    old = Delivery.objects.filter(created_at__lt=before, subscriber__isnull=False)
    ids = list(old.exclude(state__in=OPEN_DELIVERIES).values_list("pk", flat=True)[:BATCH])
    return Delivery.objects.filter(pk__in=ids).update(
        subscriber=None, provider_id="", attempt_id=None
    )


@transaction.atomic
def _news(before: datetime) -> int:
    """Copies of news of what somebody followed."""
    old = BulletinCopy.objects.filter(created_at__lt=before, following__isnull=False)
    ids = list(old.exclude(state__in=OPEN_COPIES).values_list("pk", flat=True)[:BATCH])
    return BulletinCopy.objects.filter(pk__in=ids).update(following=None)


@transaction.atomic
def _answers(before: datetime) -> int:
    """Mails that answered a single reader: nothing is counted by them."""
    old = ReaderMail.objects.filter(created_at__lt=before).exclude(state__in=OPEN_MAILS)
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    ReaderMail.objects.filter(pk__in=ids).delete()
    return len(ids)
