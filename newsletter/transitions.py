"""What may follow what: the one table for an issue's mailing and for each reader's copy.

Every verb changes a state with a conditional update that asks this table where it may come from,
so two workers, or a person and a worker, can never both win. The pictures in docs/newsletter.md
are made from here (`manage.py newsletter_states`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone

from newsletter.models import DeliveryState as D
from newsletter.models import Mailing
from newsletter.models import MailingState as M

MAILING: dict[M, tuple[M, ...]] = {
    M.DRAFT: (M.APPROVED,),
    M.APPROVED: (M.FREEZING,),
    # Back to approved: something kept the issue from being frozen; nothing of it remains.
    M.FREEZING: (M.FROZEN, M.APPROVED),
    # Back to approved: thawed before anything was sent.
    M.FROZEN: (M.SCHEDULED, M.SENDING, M.APPROVED, M.CANCELLED),
    # Back to frozen: called back before the first copy left. Paused: something has changed since.
    M.SCHEDULED: (M.SENDING, M.FROZEN, M.PAUSED, M.CANCELLED),
    M.SENDING: (M.PAUSED, M.DONE, M.EXCEPTIONS, M.CANCELLED),
    M.PAUSED: (M.SENDING, M.CANCELLED),
    # Back to sending: a person has decided to send an uncertain copy again.
    M.EXCEPTIONS: (M.SENDING,),
    M.DONE: (),
    M.CANCELLED: (),
}

DELIVERY: dict[D, tuple[D, ...]] = {
    # Delivered: the proof came while a person had it sent once more, or a server had put it off.
    D.PLANNED: (D.LEASED, D.SKIPPED, D.DELIVERED),
    # Back to planned: the sender stopped, or fell silent before it had begun.
    D.LEASED: (D.INTENT, D.PLANNED, D.SKIPPED),
    # Back to planned: the mail server was away or wants nothing from us, the copy never left.
    D.INTENT: (D.ACCEPTED, D.DEFERRED, D.REFUSED, D.UNCERTAIN, D.PLANNED),
    D.DEFERRED: (D.LEASED, D.SKIPPED, D.DELIVERED),
    # A late answer settles it; otherwise a person decides. Back to intent: the same attempt once
    # more, with a provider that takes it only once (see `repeating`).
    D.UNCERTAIN: (
        D.ACCEPTED,
        D.DEFERRED,
        D.REFUSED,
        D.PLANNED,
        D.INTENT,
        D.DELIVERED,
        D.BOUNCED,
    ),
    D.ACCEPTED: (D.DELIVERED, D.BOUNCED, D.COMPLAINED),
    D.DELIVERED: (D.BOUNCED, D.COMPLAINED),
    D.BOUNCED: (),
    D.COMPLAINED: (),
    # Back to planned: it was refused for our sake, not for the reader's (see `tallying`).
    D.REFUSED: (D.PLANNED,),
    D.SKIPPED: (),
}

# The five words of the accounting: planned = waiting + accepted + uncertain + failed + skipped.
ACCOUNTS: dict[str, tuple[D, ...]] = {
    "waiting": (D.PLANNED, D.LEASED, D.INTENT, D.DEFERRED),
    "accepted": (D.ACCEPTED, D.DELIVERED, D.BOUNCED, D.COMPLAINED),
    "uncertain": (D.UNCERTAIN,),
    "failed": (D.REFUSED,),
    "skipped": (D.SKIPPED,),
}


class NotAllowedError(Exception):
    """A mailing is not in a state in which this can be done."""

    def __init__(self, state: str, wanted: M) -> None:
        super().__init__(f"{state} → {wanted}")
        self.state = state
        self.wanted = wanted


def mailing_sources(target: M) -> list[M]:
    """The states a mailing may come from to reach `target`."""
    return [state for state, following in MAILING.items() if target in following]


def delivery_sources(target: D) -> list[D]:
    """The states a copy may come from to reach `target`."""
    return [state for state, following in DELIVERY.items() if target in following]


def move(*, mailing_id: int, to: M, only_from: Iterable[M] | None = None, **fields: Any) -> None:
    """Put a mailing into a state, with other columns; raise NotAllowedError if it may not go there.

    `only_from` narrows the table further.
    """
    sources = [one for one in mailing_sources(to) if only_from is None or one in set(only_from)]
    moved = Mailing.objects.filter(pk=mailing_id, state__in=sources).update(
        state=to, state_changed_at=timezone.now(), **fields
    )
    if not moved:
        raise NotAllowedError(
            Mailing.objects.values_list("state", flat=True).get(pk=mailing_id), to
        )


def move_to_frozen(*, mailing_id: int, at: datetime, **fields: Any) -> None:
    """Take a new mailing that nobody composes to where it can be started, by the table."""
    for state in (M.APPROVED, M.FREEZING):
        move(mailing_id=mailing_id, to=state)
    move(mailing_id=mailing_id, to=M.FROZEN, frozen_at=at, **fields)


def picture(table: Mapping[Any, tuple[Any, ...]]) -> str:
    """A table as a Mermaid state diagram."""
    states: list[TextChoices] = list(table)
    lines = ["stateDiagram-v2", f"    [*] --> {states[0].value}"]
    for state, following in table.items():
        lines += [f"    {state.value} --> {one.value}" for one in following]
        if not following:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join(lines)
