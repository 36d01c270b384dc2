"""The circuit breaker: what does harm is paused, with the reason, until a person has looked."""

from __future__ import annotations

from newsletter import failures, steering, transitions
from newsletter.models import Mailing, MailingState


def look(*, mailing_id: int) -> str:
    """Pause a mailing that does harm; return the reason, "" where there is none."""
    mailing = Mailing.objects.get(pk=mailing_id)
    if mailing.state != MailingState.SENDING:
        return ""
    reason = failures.count(mailing_id).since(mailing.known_failures).excess()
    if reason:
        try:
            steering.pause(mailing_id=mailing_id, reason=reason)
        except transitions.NotAllowedError:
            return ""
    return reason
