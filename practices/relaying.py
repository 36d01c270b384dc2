"""Passing a visitor's message on to a cooperative without telling where it goes.

The visitor sees neither the address nor whether the mail arrived; the cooperative sees who writes,
and answers them directly. The hub keeps the words only until the mail has left.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import networks
from core.models.letter import Letter, LetterState
from core.posting import post
from practices.contacting import Person, contact_of, contact_of_cooperative
from practices.models import ClaimStatus, Cooperative, PracticePage, RelayedMessage

LETTER = "practices.relayed-message"
DAY = timedelta(days=1)
# Messages taken in within a day: from one network, to one cooperative, altogether.
FROM_NETWORK, TO_ONE, ALTOGETHER = 10, 20, 500
LOOKED_AFTER = (ClaimStatus.CLAIMED, ClaimStatus.VERIFIED)
ENDED = (LetterState.SENT, LetterState.FAILED, LetterState.SKIPPED)


class NobodyToWriteTo(Exception):
    """The cooperative takes no messages through the hub, or not any more."""


class TooManyMessages(Exception):
    """No more messages are taken in today."""


def recipient(cooperative: Cooperative, practice: PracticePage | None = None) -> Person | None:
    """Who gets messages for a cooperative, or for one of its practices; None where nobody does.

    Only where the cooperative looks after its record itself, and takes messages: an address that
    staff know from elsewhere was not given for this.
    """
    if not cooperative.takes_messages or cooperative.claim_status not in LOOKED_AFTER:
        return None
    if not (cooperative.is_listed and cooperative.is_living):
        return None
    if practice is not None:
        return contact_of(practice)
    return contact_of_cooperative(cooperative)


@transaction.atomic
def relay(
    *,
    cooperative: Cooperative,
    name: str,
    email: str,
    text: str,
    network: str,
    practice: PracticePage | None = None,
) -> RelayedMessage:
    """Take in a message; it leaves with the transaction.

    Raises NobodyToWriteTo, TooManyMessages.
    """
    # Two at once are counted one after the other.
    held = Cooperative.objects.select_for_update().get(pk=cooperative.pk)
    if recipient(held, practice) is None:
        raise NobodyToWriteTo
    asked_from = networks.hash_for_today(network, purpose="practices.messages")
    _refuse_too_many(held, asked_from)
    message = RelayedMessage.objects.create(
        cooperative=held,
        practice=practice,
        name=name,
        email=email,
        text=text,
        asked_from=asked_from,
    )
    post(
        purpose=LETTER,
        about_id=message.pk,
        language=settings.LANGUAGE_CODE,
        once=f"{LETTER}:{message.pk}",
    )
    return message


def wipe() -> int:
    """Wipe messages whose mail has left, or will not; forget rows after a day. How many wiped."""
    now = timezone.now()
    waiting = {
        f"{LETTER}:{number}": number
        for number in RelayedMessage.objects.filter(wiped_at=None).values_list("pk", flat=True)
    }
    ended = Letter.objects.filter(once__in=waiting, state__in=ENDED).values_list("once", flat=True)
    over = [waiting[once] for once in ended if once]
    count = RelayedMessage.objects.filter(pk__in=over).update(
        name="", email="", text="", wiped_at=now
    )
    RelayedMessage.objects.filter(wiped_at__isnull=False, created_at__lt=now - DAY).delete()
    return count


def _refuse_too_many(cooperative: Cooperative, asked_from: str) -> None:
    recent = RelayedMessage.objects.filter(created_at__gt=timezone.now() - DAY)
    if (
        recent.filter(asked_from=asked_from).count() >= FROM_NETWORK
        or recent.filter(cooperative=cooperative).count() >= TO_ONE
        or recent.count() >= ALTOGETHER
    ):
        raise TooManyMessages
