"""What people decide about copies of which nobody knows whether they arrived.

For a day the answer may still come by itself (see `feedback`). After that a person decides; unless
they say otherwise, a copy is left: rather once than twice.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from newsletter import checkup, steering, transitions
from newsletter.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.steering import Person

EVIDENCE_TIME = timedelta(hours=24)
LEFT_AS_IT_IS = "left-as-it-is"


class TooEarlyError(Exception):
    """The answer may still come by itself."""


def undecided(mailing: Mailing) -> QuerySet[Delivery]:
    """The uncertain copies of a mailing that no person has looked at."""
    return mailing.deliveries.filter(state=DeliveryState.UNCERTAIN).exclude(reason=LEFT_AS_IT_IS)


def ripe(mailing: Mailing) -> QuerySet[Delivery]:
    """Those that can be decided now."""
    return undecided(mailing).filter(intent_at__lte=timezone.now() - EVIDENCE_TIME)


def may_go_on(mailing: Mailing) -> bool:
    """Whether a copy of a mailing can be sent again: not in one that was cancelled."""
    return mailing.state in {MailingState.SENDING, MailingState.PAUSED, MailingState.EXCEPTIONS}


def can_be_sent_again(delivery: Delivery) -> bool:
    """Whether a copy has waited long enough for an answer."""
    since = delivery.intent_at or delivery.created_at
    return since <= timezone.now() - EVIDENCE_TIME


@transaction.atomic
def resend(*, delivery_id: int, by: Person = None) -> bool:
    """Send an uncertain copy once more: a person has decided so. False if it is settled.

    Raises TooEarlyError within a day of its being handed over; NotAllowedError where the mailing
    was cancelled.
    """
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state == DeliveryState.UNCERTAIN and not can_be_sent_again(delivery):
        raise TooEarlyError
    return bool(_send_again(_held(delivery.mailing_id), [delivery_id], by))


@transaction.atomic
def leave(*, delivery_id: int, by: Person = None) -> bool:
    """Leave an uncertain copy as it is: it may have arrived. False if it is settled."""
    delivery = Delivery.objects.select_related("mailing").get(pk=delivery_id)
    return bool(_leave(delivery.mailing, [delivery_id], by))


@transaction.atomic
def resend_all(*, mailing_id: int, by: Person = None) -> int:
    """Send all uncertain copies once more that have waited a day; return how many.

    Raises NotAllowedError where the mailing was cancelled.
    """
    mailing = _held(mailing_id)
    return _send_again(mailing, list(ripe(mailing).values_list("pk", flat=True)), by)


@transaction.atomic
def leave_all(*, mailing_id: int, by: Person = None) -> int:
    """Leave all uncertain copies that have waited a day; return how many."""
    mailing = Mailing.objects.get(pk=mailing_id)
    return _leave(mailing, list(ripe(mailing).values_list("pk", flat=True)), by)


def _held(mailing_id: int) -> Mailing:
    """The mailing, so that it does not end at this very moment (see `ending.finish`)."""
    return Mailing.objects.select_for_update().get(pk=mailing_id)


def _send_again(mailing: Mailing, numbers: list[int], by: Person) -> int:
    if mailing.state == MailingState.CANCELLED:
        raise transitions.NotAllowedError(mailing.state, MailingState.SENDING)
    unsure = Delivery.objects.filter(pk__in=numbers, state=DeliveryState.UNCERTAIN)
    again = unsure.update(state=DeliveryState.PLANNED, reason="", settled_at=None, retry_at=None)
    if not again:
        return 0
    if mailing.state == MailingState.EXCEPTIONS:
        transitions.move(mailing_id=mailing.pk, to=MailingState.SENDING, finished_at=None)
        if checkup.changes(mailing):  # days later: a person looks at it first
            steering.pause(mailing_id=mailing.pk, reason=checkup.CHANGED, by=by)
    _note(mailing, "newsletter.resend", by, numbers, again)
    return again


def _leave(mailing: Mailing, numbers: list[int], by: Person) -> int:
    unsure = Delivery.objects.filter(pk__in=numbers, state=DeliveryState.UNCERTAIN)
    left = unsure.update(reason=LEFT_AS_IT_IS, settled_at=timezone.now())
    if left:
        _note(mailing, "newsletter.leave", by, numbers, left)
    return left


def _note(mailing: Mailing, action: str, by: Person, numbers: list[int], count: int) -> None:
    what = {"delivery": numbers[0]} if len(numbers) == 1 else {"copies": count}
    steering.note(mailing, action, by, **what)
