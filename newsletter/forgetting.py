"""Forgetting a reader: every table of the room, and what an erasure does to it.

Counts stay, and the suppression's hash, so that no import brings the address back. A table that is
not named here, or a field that could hold an address and is neither emptied nor named as one that
never does, fails a test that plants an address everywhere and looks for it after an erasure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from core import email_addresses
from core.importing import forgetting as imports
from newsletter import allowances, pacing, proving, suppression
from newsletter import models as room
from newsletter.models import (
    Delivery,
    DeliveryReport,
    DeliveryState,
    ReaderRequest,
    ReportOutcome,
    Subscriber,
    SubscriberState,
    Throttle,
)

Act = Callable[[Subscriber], object]
# A sender is at work on these: what it still needs goes afterwards (`forget_late`).
AT_WORK = (DeliveryState.LEASED, DeliveryState.INTENT)
LATE = timedelta(days=2)


@transaction.atomic
def forget(*, subscriber: Subscriber) -> None:
    """Empty every table of a reader who is locked and about to be erased, but for their own row."""
    for act in TABLES.values():
        if act is not None:
            act(subscriber)
    imports.forget(
        kind="subscriber",
        target=subscriber,
        label=email_addresses.masked(subscriber.email),
        cell="email",
        value=subscriber.email,
    )


def forget_late() -> int:
    """Empty what was written down after an erasure by a sender that was at work; how many."""
    erased = Subscriber.objects.filter(
        state=SubscriberState.ERASED, state_changed_at__gt=timezone.now() - LATE
    )
    copies = Delivery.objects.filter(subscriber__in=erased).exclude(state__in=AT_WORK)
    named = copies.filter(~Q(provider_id="") | Q(attempt_id__isnull=False))
    return Delivery.objects.filter(pk__in=list(named.values_list("pk", flat=True))).update(
        provider_id="", attempt_id=None
    )


def _choices(reader: Subscriber) -> None:
    reader.topics.clear()
    reader.territories.clear()


def _ledger(reader: Subscriber) -> None:
    """The names of mails lead to a mailbox: with a provider, or in a mail server's log."""
    copies = reader.deliveries.exclude(state__in=AT_WORK)
    copies.update(provider_id="", attempt_id=None)


def _reports(reader: Subscriber) -> None:
    hashes = suppression.address_hashes(reader.email_key or "")
    by_number = Q(delivery_number__in=reader.deliveries.values("pk"))
    by_address = Q(address_hash__in=hashes)
    # What waits has proved already whose it is; the copy may still move.
    DeliveryReport.objects.filter(
        by_number, by_address, outcome=ReportOutcome.WAITING, attempt_id__isnull=True
    ).update(is_proven=True)
    DeliveryReport.objects.filter(by_number | by_address).update(address_hash="", provider_id="")


def _requests(reader: Subscriber) -> None:
    ReaderRequest.objects.filter(Q(subscriber=reader) | Q(email__iexact=reader.email)).delete()


def _throttles(reader: Subscriber) -> None:
    """A domain of one's own is as good as a name."""
    domain = reader.email.rpartition("@")[2]
    others = Subscriber.objects.filter(email__iendswith=f"@{domain}").exclude(pk=reader.pk)
    if not others.exists():
        Throttle.objects.filter(name=pacing.domain_name(reader.email)).delete()


TABLES: dict[type[models.Model], Act | None] = {
    room.Subscriber: _choices,
    room.Delivery: _ledger,
    room.DeliveryReport: _reports,
    room.ReaderRequest: _requests,
    room.Throttle: _throttles,
    room.ConsentProof: lambda reader: proving.erase(subscriber_id=reader.pk),
    # Their copies of news stay, as numbers.
    room.Following: lambda reader: reader.followings.all().delete(),
    room.BulletinCopy: None,
    # A purpose and a state; names nobody without the subscriber's row.
    room.ReaderMail: None,
    # The chain of consents: names a subject by a number that leads nowhere any more.
    room.ConsentEvent: None,
    # What has to stay: a keyed hash, so that no import and no stranger brings mail back to it.
    room.Suppression: None,
    # The mails that strangers can cause stay counted (decision 26).
    room.MailAllowance: lambda reader: allowances.forget_links(
        address_hashes=suppression.address_hashes(reader.email_key or "")
    ),
    # Networks, not addresses; gone after a day.
    room.RequestBudget: None,
    # What staff wrote and chose, for all readers.
    room.ConsentWording: None,
    room.Bulletin: None,
    room.NewsItem: None,
    room.Segment: None,
    room.NewsletterIndexPage: None,
    room.IssuePage: None,
    room.Mailing: None,
    room.Edition: None,
    room.DigestPlan: None,
    room.KeptPicture: None,
}
# Fields of a reader's rows that stay as they are: codes, numbers and words of ours.
OURS = {
    "newsletter.subscriber": {"language", "closing_frequency"},
    "newsletter.delivery": {"reason", "lease_owner"},
    "newsletter.deliveryreport": {"digest", "source", "code"},
    "newsletter.readermail": {"language", "reason"},
    "newsletter.bulletincopy": {"reason"},
}
