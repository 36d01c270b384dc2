"""The newsletter's heartbeat: clears up after senders that died, then sends for a few seconds."""

from __future__ import annotations

import threading
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from newsletter import claiming, ending, freezing, launching, returning, sending

# Short, so that a worker that is told to stop ends soon, and its other jobs have their turn.
SLICE = 8.0  # seconds
ABANDONED = timedelta(minutes=10)
# So long after its end a late answer may leave a copy waiting in a mailing.
LATE = timedelta(days=2)


def pulse(*, seconds: float = SLICE, stop: threading.Event | None = None) -> None:
    """One beat: settle what is lost, begin what was planned, send what is due of every mailing."""
    claiming.recover()
    ending.skip_stranded(since=timezone.now() - LATE)
    freezing.give_up_abandoned(before=timezone.now() - ABANDONED)
    launching.launch_due()
    mailings = sending.due_mailings()
    returning.look_again()  # afterwards: so it has seen whatever is in the list
    for mailing_id in mailings:
        send_side_by_side(mailing_id, seconds=seconds / len(mailings), stop=stop)


def send_side_by_side(
    mailing_id: int, *, seconds: float, stop: threading.Event | None = None
) -> None:
    """Send over as many connections at once as the settings say (HUB_MAIL_CONNECTIONS)."""
    others = [
        threading.Thread(target=_send_alone, args=(mailing_id, seconds, stop), daemon=True)
        for _number in range(settings.HUB_MAIL_CONNECTIONS - 1)
    ]
    for thread in others:
        thread.start()
    try:
        sending.run(mailing_id=mailing_id, seconds=seconds, stop=stop)
    finally:
        for thread in others:
            thread.join()
    ending.finish(mailing_id=mailing_id)


def _send_alone(mailing_id: int, seconds: float, stop: threading.Event | None) -> None:
    """A sender in a thread has a database connection of its own, and lets it go."""
    try:
        sending.run(mailing_id=mailing_id, seconds=seconds, stop=stop)
    finally:
        connection.close()
