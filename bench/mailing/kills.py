"""Senders killed at random moments, and the accounts afterwards.

    python -m bench.mailing.kills READERS KILLS

Two senders at a time, each a process of its own; both are killed with SIGKILL, the second a
random moment after the first. Then the clock moves on until their leases are over, and two others
take their place. What really arrived is known from the mail server, which is never killed. Prints
the accounts as JSON on its last line.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from bench.mailing import servers

SIDE_BY_SIDE = 2
PATIENCE = 60.0  # seconds
LONGEST_STUMBLE = 0.03  # seconds between the moment that was waited for and the kill


def main() -> None:
    """The measuring process."""
    import django

    django.setup()
    from django.conf import settings

    from bench.mailing import issue

    readers, kills = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="coop-hub-bench-") as folder:
        notes = Path(folder) / "taken"
        notes.touch()
        with servers.noting(notes) as port:
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
            mailing_id = issue.started_for(readers)
            dead, unsure = _kill_many(mailing_id, readers, kills, notes)
            _end_well(mailing_id)
            accounts = _accounts(mailing_id, unsure, notes.read_text(encoding="ascii").split())
    print(json.dumps(accounts | {"recipients": readers, "kills": dead}))


def _kill_many(mailing_id: int, readers: int, kills: int, notes: Path) -> tuple[int, set[int]]:
    """Kill senders; return how many were, and the copies that stood at intent when they were."""
    from newsletter import sending

    chance, dead, unsure = random.Random(kills), 0, set[int]()
    # All kills fall while there is something to send: on average they leave a fifth of it.
    stride = max(1, int(2 * (0.8 * readers / kills - sending.LARGEST_GROUP)))
    while dead < kills:
        senders = [_sender(mailing_id) for _number in range(SIDE_BY_SIDE)]
        taken = _taken(notes)
        killed = 0
        for sender in senders:
            taken += chance.randint(0, stride)
            _wait(notes, taken, sender)
            time.sleep(chance.uniform(0, LONGEST_STUMBLE))
            killed += _kill(sender)
        dead += killed
        unsure |= _recover(mailing_id)
        if not killed:  # nothing is left to send
            break
    return dead, unsure


def _sender(mailing_id: int) -> int:
    """A sender in a process of its own, with a database connection of its own."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        from newsletter import sending

        sending.run(mailing_id=mailing_id, seconds=3600)
        code = 0
    finally:
        os._exit(code)


def _taken(notes: Path) -> int:
    return notes.read_bytes().count(b"\n")


def _wait(notes: Path, count: int, sender: int) -> None:
    """Wait until the server has taken so many mails, or the sender has nothing left to do."""
    end = time.monotonic() + PATIENCE
    while _taken(notes) < count and time.monotonic() < end:
        if os.waitid(os.P_PID, sender, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return
        time.sleep(0.002)


def _kill(sender: int) -> int:
    """Kill a sender; 1 if that is what it died of."""
    os.kill(sender, signal.SIGKILL)
    _number, status = os.waitpid(sender, 0)
    return int(os.waitstatus_to_exitcode(status) == -signal.SIGKILL)


def _recover(mailing_id: int) -> set[int]:
    """Deal with what the dead left, as is done when their leases are over."""
    from django.utils import timezone

    from newsletter import claiming
    from newsletter.models import Delivery, DeliveryState

    at_intent = Delivery.objects.filter(mailing_id=mailing_id, state=DeliveryState.INTENT)
    numbers = set(at_intent.values_list("pk", flat=True))
    claiming.recover(at=timezone.now() + timedelta(hours=1))
    return numbers


def _end_well(mailing_id: int) -> None:
    """Send what is left, without a kill."""
    from newsletter import ending, sending

    sending.run(mailing_id=mailing_id, seconds=3600)
    ending.finish(mailing_id=mailing_id)


def _accounts(mailing_id: int, unsure: set[int], taken: list[str]) -> dict[str, object]:
    """What the ledger says, held against what the mail server has taken."""
    from newsletter.models import DeliveryState, Mailing

    mailing = Mailing.objects.get(pk=mailing_id)
    rows = mailing.deliveries.values_list("pk", "state", "subscriber__email")
    received = Counter(taken)
    accepted = {email for _pk, state, email in rows if state == DeliveryState.ACCEPTED}
    uncertain = {pk: email for pk, state, email in rows if state == DeliveryState.UNCERTAIN}
    everybody = {email for _pk, _state, email in rows}
    return {
        "state": mailing.state,
        "accepted": len(accepted),
        "uncertain": len(uncertain),
        "uncertain_arrived": sum(email in received for email in uncertain.values()),
        # Neither arrived nor kept for a person to decide; or said to be accepted and not arrived.
        "lost": len(everybody - set(received) - set(uncertain.values()))
        + len(accepted - set(received)),
        "twice": sum(count > 1 for count in received.values()),
        "uncertain_elsewhere": len(set(uncertain) - unsure),
        "unknown": len(set(received) - accepted - set(uncertain.values())),
    }


if __name__ == "__main__":
    main()
