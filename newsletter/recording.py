"""Writing down what came of handing copies over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from newsletter import transitions
from newsletter.models import Delivery, DeliveryState
from newsletter.providers import Answer, Verdict

# Waits after the first, second … attempt; the last one repeats.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 480, 960))
MOST_ATTEMPTS = 8
STATES = {
    Verdict.ACCEPTED: DeliveryState.ACCEPTED,
    Verdict.DEFERRED: DeliveryState.DEFERRED,
    Verdict.REFUSED: DeliveryState.REFUSED,
    Verdict.UNCERTAIN: DeliveryState.UNCERTAIN,
}
Outcome = tuple[Delivery, Answer]


@transaction.atomic(savepoint=False)
def record(outcomes: Sequence[Outcome]) -> None:
    """Write down the answers to copies at intent.

    Copies that were given up for lost in the meantime are settled by a late answer, as long as
    nobody has begun another attempt.
    """
    plain = [delivery for delivery, answer in outcomes if answer == Answer(Verdict.ACCEPTED)]
    if plain:
        _attempt(plain, DeliveryState.ACCEPTED).update(
            state=DeliveryState.ACCEPTED, **_settled(Answer(Verdict.ACCEPTED))
        )
    for delivery, answer in outcomes:
        if answer != Answer(Verdict.ACCEPTED):
            _record_one(delivery, answer)


def take_back(deliveries: Sequence[Delivery]) -> None:
    """Undo the intent of copies that were not handed over: the server took none at all."""
    if deliveries:
        own = _attempt(deliveries, DeliveryState.PLANNED).filter(state=DeliveryState.INTENT)
        own.update(
            state=DeliveryState.PLANNED,
            attempts=F("attempts") - 1,
            intent_at=None,
            lease_owner="",
            lease_until=None,
        )


def _record_one(delivery: Delivery, answer: Answer) -> None:
    state, extra = STATES[answer.verdict], _settled(answer)
    if answer.verdict is Verdict.DEFERRED:
        if delivery.attempts >= MOST_ATTEMPTS:
            state, extra["reason"] = DeliveryState.REFUSED, f"given-up {answer.code}"[:60]
        else:
            wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
            extra |= {"retry_at": timezone.now() + wait, "settled_at": None}
    _attempt([delivery], state).update(state=state, **extra)


def _attempt(deliveries: Sequence[Delivery], target: DeliveryState) -> QuerySet[Delivery]:
    """The rows of these copies that still stand in this very attempt, and may go to `target`."""
    return Delivery.objects.filter(
        pk__in=[delivery.pk for delivery in deliveries],
        attempt_id__in={delivery.attempt_id for delivery in deliveries},
        state__in=transitions.delivery_sources(target),
    )


def _settled(answer: Answer) -> dict[str, object]:
    return {
        "reason": answer.code[:60],
        "provider_id": answer.provider_id,
        "settled_at": timezone.now(),
        "lease_owner": "",
        "lease_until": None,
    }
