"""What a freeze and a sending need for so many recipients: memory, statements, time.

    python -m bench.mailing.crowds prepare READERS   gives the number of a mailing
    python -m bench.mailing.crowds freeze MAILING
    python -m bench.mailing.crowds send MAILING

Each in a process of its own, so that its peak is its own. Prints JSON on its last line.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.mailing import servers


def main() -> None:
    """The measuring process."""
    import django

    django.setup()
    what, number = sys.argv[1], int(sys.argv[2])
    if what == "prepare":
        from bench.mailing import issue

        print(json.dumps(issue.issue_for(number)))
        return
    with ExitStack() as stack:
        if what == "send":
            _start(number, stack.enter_context(servers.sink()))
        work = {"freeze": _freeze, "send": _send}[what]
        print(json.dumps(_measured(lambda: work(number))))


def _start(mailing_id: int, port: int) -> None:
    from django.conf import settings

    from newsletter import steering
    from newsletter.models import Mailing

    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    mailing = Mailing.objects.get(pk=mailing_id)
    steering.start(mailing_id=mailing_id, confirmed=mailing.planned)


def _freeze(mailing_id: int) -> None:
    from newsletter import freezing

    freezing.freeze(mailing_id=mailing_id)


def _send(mailing_id: int) -> None:
    from newsletter import sending
    from newsletter.models import Mailing

    tally = sending.run(mailing_id=mailing_id, seconds=3600)
    assert tally.accepted == Mailing.objects.get(pk=mailing_id).planned


def _measured(work: Callable[[], None]) -> dict[str, float]:
    """Do it; seconds, statements, and the most memory this process has had, in MB."""
    from django.db import connection

    statements = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    started = time.perf_counter()
    with connection.execute_wrapper(count):
        work()
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "statements": statements, "peak": _peak()}


def _peak() -> float:
    """On Linux without what the process that started this one had used."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        found = next(line for line in lines if line.startswith("VmHWM:"))
        return int(found.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
