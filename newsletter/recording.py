"""Writing down what came of handing copies over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Left
from django.utils import timezone

from core.refusals import About
from newsletter import hopeless, transitions, unsubscribing
from newsletter.models import ConsentChannel, Delivery, DeliveryState, SuppressionReason
from newsletter.providers import Answer, Verdict

# Waits after the first, second … attempt; the last one repeats.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 480, 960))
MOST_ATTEMPTS = 8
# A copy that was not wanted from us: the first word of its reason, and how long it is left.
UNWANTED = "unwanted"
UNWANTED_WAIT = timedelta(hours=1)
CANCELLED = "cancelled"
STATES = {
    Verdict.ACCEPTED: DeliveryState.ACCEPTED,
    Verdict.DEFERRED: DeliveryState.DEFERRED,
    Verdict.REFUSED: DeliveryState.REFUSED,
    Verdict.UNCERTAIN: DeliveryState.UNCERTAIN,
    Verdict.UNWANTED: DeliveryState.PLANNED,
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


def unwanted(mailing_id: int) -> QuerySet[Delivery]:
    """The copies of a mailing that wait because somebody does not take mail from us."""
    return Delivery.objects.filter(
        mailing_id=mailing_id, state=DeliveryState.PLANNED, reason__startswith=f"{UNWANTED} "
    )


def turned_down(mailing_id: int, code: str, *, is_unwanted: bool) -> QuerySet[Delivery]:
    """The copies that were not taken, the latest first: for our sake, or with this very code."""
    refused = Delivery.objects.filter(
        mailing_id=mailing_id, state=DeliveryState.REFUSED, reason=code[:60]
    )
    copies = unwanted(mailing_id) if is_unwanted else refused
    return copies.order_by("-settled_at", "-pk")


def bring_back(numbers: Sequence[int]) -> int:
    """Let copies wait again that were refused, as it turned out, for our sake."""
    refused = Delivery.objects.filter(pk__in=numbers, state=DeliveryState.REFUSED)
    return refused.update(
        state=DeliveryState.PLANNED,
        reason=Concat(Value(f"{UNWANTED} "), Left("reason", 60 - len(UNWANTED) - 1)),
        **_as_if_not_tried(),
    )


def let_go_on(mailing_id: int) -> int:
    """A person says: try again. What was not wanted from us is due at once."""
    return unwanted(mailing_id).update(reason="", retry_at=None, settled_at=None)


def skip_waiting(mailing_id: int, *, reason: str) -> int:
    """Write down that what waits in a mailing will not be sent; return how many copies."""
    return Delivery.objects.filter(
        mailing_id=mailing_id, state__in=transitions.delivery_sources(DeliveryState.SKIPPED)
    ).update(
        state=DeliveryState.SKIPPED,
        reason=reason,
        settled_at=timezone.now(),
        lease_owner="",
        lease_until=None,
        retry_at=None,
    )


def _as_if_not_tried() -> dict[str, object]:
    return {
        "attempts": F("attempts") - 1,
        "intent_at": None,
        "lease_owner": "",
        "lease_until": None,
        "retry_at": timezone.now() + UNWANTED_WAIT,
    }


def _record_one(delivery: Delivery, answer: Answer) -> None:
    state, extra = STATES[answer.verdict], _settled(answer)
    if answer.verdict is Verdict.DEFERRED:
        if delivery.attempts >= MOST_ATTEMPTS:
            why = hopeless.AWAY if answer.about is About.AWAY else "given-up"
            state, extra["reason"] = DeliveryState.REFUSED, f"{why} {answer.code}"[:60]
        else:
            wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
            extra |= {"retry_at": timezone.now() + wait, "settled_at": None}
    if answer.verdict is Verdict.UNWANTED:
        extra |= {**_as_if_not_tried(), "reason": f"{UNWANTED} {answer.code}"[:60]}
    has_moved = _attempt([delivery], state).update(state=state, **extra)
    if has_moved and state == DeliveryState.REFUSED and _is_the_last(delivery, answer, extra):
        # As for a bounce that comes by mail: the mailbox is never tried again.
        unsubscribing.stop_mailing(
            subscriber_id=delivery.subscriber.pk,
            reason=SuppressionReason.BOUNCE,
            channel=ConsentChannel.PROVIDER,
            reference=f"delivery {delivery.pk}",
        )


def _is_the_last(delivery: Delivery, answer: Answer, written: dict[str, object]) -> bool:
    """Whether a refusal means that nobody reads at this address (any more)."""
    if answer.about is About.GONE:
        return True
    return hopeless.is_soft(str(written["reason"])) and hopeless.is_hopeless(delivery.subscriber)


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
