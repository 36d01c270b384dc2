"""Which mail of ours a report means, and how it proves that.

A number alone proves nothing: another hub on the same account of a provider counts its copies
from one, too. The strongest proof that a report brings decides: a signature of ours that was
checked when it was read, the attempt, the provider's name for the mail, the address (compared by
keyed hash).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare

from newsletter import suppression
from newsletter.models import Delivery, DeliveryReport, DeliveryState, ReportKind, Subscriber

# The sender has not written down yet that the mail left: at the next look it will have.
ON_THE_WAY = frozenset({DeliveryState.LEASED, DeliveryState.INTENT})


@dataclass(frozen=True, slots=True)
class Match:
    """What a report is about: a copy and its reader, a reader alone, or nothing of ours.

    With `may_come` it is too early to say, or to write it down.
    """

    delivery: Delivery | None = None
    reader: Subscriber | None = None
    may_come: bool = False


def find(row: DeliveryReport) -> Match:
    """What a report is about."""
    if row.delivery_number is not None:
        return _numbered(row, row.delivery_number)
    copy = _by_provider_id(row.provider_id)
    if copy is not None:
        return Match(copy, copy.subscriber, copy.state in ON_THE_WAY)
    reader = _by_address(row.address_hash)
    # Somebody else may write to the same person by the same provider: their mail may be unwelcome,
    # ours is not. That a mailbox does not exist is true whoever wrote.
    is_ours = row.is_proven or row.kind == ReportKind.HARD
    believed = reader if is_ours else None
    if not row.provider_id:
        return Match(None, believed)
    # The name of the mail may not have been written down yet. Whoever names an address that is no
    # reader's speaks of another's mail.
    if row.address_hash:
        return Match(None, believed, reader is not None and _has_mail_on_the_way(reader))
    return Match(may_come=True)


def strangers(rows: Iterable[DeliveryReport]) -> set[int]:
    """The numbers of those that are plainly about mails of others, in two queries for all."""
    unnamed = [row for row in rows if row.delivery_number is None and row.address_hash]
    names = {row.provider_id for row in unnamed if row.provider_id}
    hashes = {row.address_hash for row in unnamed}
    named = Delivery.objects.filter(provider_id__in=names).exclude(provider_id="")
    readers = Subscriber.objects.filter(address_hash__in=hashes)
    our_names = set(named.values_list("provider_id", flat=True)) if names else set()
    our_hashes = set(readers.values_list("address_hash", flat=True)) if hashes else set()
    return {
        row.pk
        for row in unnamed
        if row.provider_id not in our_names and row.address_hash not in our_hashes
    }


def _numbered(row: DeliveryReport, number: int) -> Match:
    copy = Delivery.objects.select_related("subscriber").filter(pk=number).first()
    if copy is None:
        return Match()
    is_early = copy.state in ON_THE_WAY
    if _is_proof(row, copy):
        return Match(copy, copy.subscriber, is_early)
    return Match(may_come=is_early and row.attempt_id is None)


def _is_proof(row: DeliveryReport, copy: Delivery) -> bool:
    """Whether a report that names a copy's number is about that copy: the best proof decides."""
    if row.is_proven:
        return True
    if row.attempt_id is not None:
        return row.attempt_id == copy.attempt_id
    if row.provider_id and copy.provider_id:
        return row.provider_id == copy.provider_id
    reader: Subscriber | None = copy.subscriber
    if not row.address_hash or reader is None or not reader.email_key:
        return False
    known = suppression.address_hashes(reader.email_key)
    return any(constant_time_compare(row.address_hash, one) for one in known)


def _by_provider_id(provider_id: str) -> Delivery | None:
    if not provider_id:
        return None
    copies = Delivery.objects.select_related("subscriber").filter(provider_id=provider_id)
    return copies.exclude(provider_id="").order_by("-pk").first()


def _by_address(address_hash: str) -> Subscriber | None:
    """For mails that are no copies of an issue: answers to a reader, news of what they follow."""
    if not address_hash:
        return None
    return Subscriber.objects.filter(address_hash=address_hash).first()


def _has_mail_on_the_way(reader: Subscriber) -> bool:
    return Delivery.objects.filter(subscriber=reader, state__in=ON_THE_WAY).exists()
