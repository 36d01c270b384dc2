"""Asking a provider once more about copies whose sender died, where it knows a mail by its key.

Such a provider takes a mail with the same key once, however often it is handed over: if it has it,
it says so again; if it never got it, it takes it now. So these copies need no person to decide.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from newsletter import claiming, recording
from newsletter.models import Delivery
from newsletter.providers import Answer, Provider, TroubleError

# What a provider promises is not used up to its last minute.
MARGIN = timedelta(hours=1)
COUNT = 200


def ask_again(
    *,
    mailing_id: int,
    owner: str,
    provider: Provider,
    answer_to: Callable[[Delivery], Answer],
    is_over: Callable[[], bool],
) -> TroubleError | None:
    """Settle what dead senders left at intent; return the trouble that was in the way, if any.

    Each copy is handed over in its old attempt, bytes and all.
    """
    if provider.remembers is None:
        return None
    within = provider.remembers - MARGIN
    copies = claiming.take_up(mailing_id=mailing_id, owner=owner, within=within, count=COUNT)
    outcomes: list[recording.Outcome] = []
    try:
        for delivery in copies:
            if is_over():
                break
            outcomes.append((delivery, answer_to(delivery)))
    except TroubleError as trouble:
        return trouble
    finally:
        recording.record(outcomes)
        claiming.put_down(numbers=[one.pk for one in copies[len(outcomes) :]], owner=owner)
    return None
