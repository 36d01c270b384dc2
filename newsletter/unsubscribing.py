"""Leaving: unsubscribing, by oneself or on request, and erasing one's data."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from newsletter import consent, forgetting, suppression
from newsletter.models import (
    ConsentAction,
    ConsentChannel,
    Frequency,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)

# States in which nothing is left to withdraw.
LEFT = (
    SubscriberState.FOLLOWING,
    SubscriberState.UNSUBSCRIBED,
    SubscriberState.COMPLAINED,
    SubscriberState.ERASED,
)
STATE_AFTER = {
    SuppressionReason.BOUNCE: SubscriberState.BOUNCED,
    SuppressionReason.COMPLAINT: SubscriberState.COMPLAINED,
    SuppressionReason.OBJECTION: SubscriberState.UNSUBSCRIBED,
}


@transaction.atomic
def unsubscribe(*, subscriber_id: int, channel: ConsentChannel, reference: str = "") -> bool:
    """End a subscription; False when it had ended before, which is no error."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber_id)
    if subscriber.state in LEFT:
        return False
    _leave(subscriber, SubscriberState.UNSUBSCRIBED)
    consent.record(
        subscriber=subscriber,
        action=ConsentAction.WITHDRAWN,
        channel=channel,
        reference=reference,
    )
    return True


@transaction.atomic
def stop_mailing(
    *,
    subscriber_id: int,
    reason: SuppressionReason,
    channel: ConsentChannel,
    reference: str = "",
) -> None:
    """Suppress a subscriber's address for a complaint, a bounce or an objection.

    Doing it twice changes nothing. A bounce withdraws no consent. Raises ValueError for
    erasure, which is `erase`.
    """
    if reason not in STATE_AFTER:
        raise ValueError(f"{reason} is not a reason to stop mailing")
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber_id)
    if subscriber.state == SubscriberState.ERASED:
        return
    row = suppression.suppress(email=subscriber.email, reason=reason)
    had_left = subscriber.state in LEFT
    subscriber.address_hash = row.address_hash
    state = STATE_AFTER[reason]
    if not had_left or state == SubscriberState.COMPLAINED:
        _leave(subscriber, state)
    subscriber.save(update_fields=["address_hash"])
    if not had_left and reason != SuppressionReason.BOUNCE:
        consent.record(
            subscriber=subscriber,
            action=ConsentAction.WITHDRAWN,
            channel=channel,
            reference=reference,
        )


@transaction.atomic
def erase(*, subscriber_id: int, channel: ConsentChannel, never_again: bool = False) -> bool:
    """Remove who a subscriber is; the row stays, empty, so that counts stay true.

    The address is suppressed: no import brings it back. With `never_again` not even a sign-up
    in the reader's own name may cause a mail. False when it had been erased before.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber_id)
    if subscriber.state == SubscriberState.ERASED:
        return False
    reason = SuppressionReason.OBJECTION if never_again else SuppressionReason.ERASURE
    suppression.suppress(email=subscriber.email, reason=reason)
    forgetting.forget(subscriber=subscriber)
    subscriber.email, subscriber.email_key, subscriber.address_hash = "", None, ""
    subscriber.kinds, subscriber.frequency = [], Frequency.ISSUE
    subscriber.state, subscriber.state_changed_at = SubscriberState.ERASED, timezone.now()
    subscriber.preferences_changed_at = subscriber.paused_until = subscriber.digest_since = None
    subscriber.closing_frequency, subscriber.closing_until = "", None
    subscriber.last_mail_at = subscriber.last_mail_number = None
    subscriber.save()
    consent.record(subscriber=subscriber, action=ConsentAction.ERASED, channel=channel)
    return True


def _leave(subscriber: Subscriber, state: SubscriberState) -> None:
    if subscriber.state != state:
        subscriber.state, subscriber.state_changed_at = state, timezone.now()
        subscriber.save(update_fields=["state", "state_changed_at"])
