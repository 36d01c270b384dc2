"""Taking in readers who agreed elsewhere, with proof. Nobody is mailed, nobody is brought back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from django.db import transaction
from django.utils import timezone

from core import email_addresses
from core.models import Territory, Topic
from newsletter import allowances, consent, proving, suppression
from newsletter.models import (
    ConsentAction,
    ConsentChannel,
    ConsentEvent,
    Frequency,
    Subscriber,
    SubscriberState,
    Suppression,
)
from newsletter.proving import Proof
from newsletter.signup import SUBSCRIBED

# Who has asked and not confirmed, or only follows something, may still have agreed elsewhere.
OPEN = (SubscriberState.PENDING, SubscriberState.FOLLOWING)


class Standing(Enum):
    """What is known of an address before it is taken in."""

    NEW = "new"
    KNOWN = "known"
    SUBSCRIBED = "subscribed"
    SUPPRESSED = "suppressed"
    LEFT = "left"
    UNREACHABLE = "unreachable"

    @property
    def is_admissible(self) -> bool:
        """Whether the address may become a reader's."""
        return self in {Standing.NEW, Standing.KNOWN}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A reader as a list from elsewhere has them; topics and regions by code."""

    email: str
    language: str
    topics: list[str] = field(default_factory=list)
    territories: list[str] = field(default_factory=list)
    frequency: str = Frequency.ISSUE


def standings(emails: Iterable[str]) -> dict[str, Standing]:
    """Where addresses stand, by key, in few queries. They must have been parsed."""
    keys = {email.lower() for email in emails if email}
    by_hash = {one: key for key in keys for one in suppression.address_hashes(key)}
    blocked = {
        by_hash[one]
        for one in Suppression.objects.filter(address_hash__in=by_hash).values_list(
            "address_hash", flat=True
        )
    }
    known = {one.email_key: one for one in Subscriber.objects.filter(email_key__in=keys)}
    left = _who_withdrew(known.values())
    return {key: _standing(known.get(key), key in blocked, left) for key in keys}


def _standing(reader: Subscriber | None, is_blocked: bool, left: set[int]) -> Standing:
    if is_blocked:
        return Standing.SUPPRESSED
    if reader is None:
        return Standing.NEW
    if reader.state in SUBSCRIBED:
        return Standing.SUBSCRIBED
    if reader.state in {SubscriberState.BOUNCED, SubscriberState.COMPLAINED}:
        return Standing.UNREACHABLE
    if reader.state not in OPEN or reader.pk in left:
        return Standing.LEFT
    return Standing.KNOWN


def _who_withdrew(readers: Iterable[Subscriber]) -> set[int]:
    """Readers whose last word about the newsletter was that they leave it."""
    by_subject = {one.public_id: one.pk for one in readers if one.state in OPEN}
    events = ConsentEvent.objects.filter(subject__in=by_subject, purpose=consent.NEWSLETTER)
    last = {one.subject: one.action for one in events.order_by("number")}
    return {by_subject[who] for who, what in last.items() if what != ConsentAction.GIVEN}


@transaction.atomic
def admit(*, newcomer: Newcomer, proof: Proof) -> tuple[Standing, Subscriber | None]:
    """Make a reader active on the strength of a proof, where nothing speaks against it.

    Gives where the address stood before and, where it was taken in or is there, whose it is.
    Doing it twice does nothing more. Raises ValidationError for an address that cannot be one.
    """
    address = email_addresses.parse(newcomer.email)
    reader = Subscriber.objects.select_for_update().filter(email_key=address.key).first()
    standing = standings([address.email])[address.key]
    if not standing.is_admissible:
        return standing, reader
    if reader is None:
        reader = Subscriber(
            email=address.email,
            email_key=address.key,
            address_hash=suppression.address_hash(address.key),
        )
    now = timezone.now()
    reader.language, reader.frequency = newcomer.language, newcomer.frequency
    reader.state, reader.confirmed_at, reader.state_changed_at = SubscriberState.ACTIVE, now, now
    reader.save()
    reader.topics.set(Topic.objects.originals().filter(slug__in=newcomer.topics))
    reader.territories.set(Territory.objects.filter(code__in=newcomer.territories))
    allowances.forget_mails(address_hash=reader.address_hash)
    proving.record(subscriber=reader, proof=proof)
    return standing, reader


def is_untouched(reader: Subscriber) -> bool:
    """Whether nothing has happened to a reader since they were taken in: no mail, no choice."""
    events = consent.history(reader)
    return (
        reader.state == SubscriberState.ACTIVE
        and reader.preferences_changed_at is None
        and len(events) == 1
        and events[0].channel == ConsentChannel.IMPORT
        and not reader.deliveries.exists()
        and not reader.mails.exists()
        and not reader.followings.exists()
    )


@transaction.atomic
def take_back(*, subscriber_id: int) -> None:
    """Undo an admission: the reader goes, the chain says that the consent is not used.

    The address is not suppressed: a list with the mistake mended can bring it again.
    """
    reader = Subscriber.objects.select_for_update().get(pk=subscriber_id)
    consent.record(subscriber=reader, action=ConsentAction.WITHDRAWN, channel=ConsentChannel.IMPORT)
    proving.erase(subscriber_id=reader.pk)
    reader.delete()


def is_too_old(given: date, today: date) -> bool:
    """Whether a consent is so old that people may not remember it: more than two years."""
    return (today - given).days > 2 * 365
