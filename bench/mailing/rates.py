"""How fast an issue is handed to a mail server, beside raw smtplib and Django's own backend.

    python -m bench.mailing.rates READERS CONNECTIONS TURNS

The server is Postfix's smtp-sink on this machine. All ways send the same messages over the same
number of connections, in turns. Prints the rates of all turns as JSON on its last line.
"""

from __future__ import annotations

import json
import smtplib
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from bench.mailing import servers

DJANGO_SHARE = 10  # Django's backend is slow: it sends a tenth in each turn
RAW, OURS, DJANGO = (
    "raw smtplib, prebuilt bytes",
    "Coop Hub, ledger included",
    "Django's SMTP backend",
)


def main() -> None:
    """The measuring process."""
    import django

    django.setup()
    from django.conf import settings

    from bench.mailing import issue

    readers, connections, turns = map(int, sys.argv[1:])
    with servers.sink() as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.HUB_MAIL_CONNECTIONS = connections
        mailing_id = issue.started_for(readers)
        ways: dict[str, Callable[[], float]] = {
            RAW: lambda: _send_raw(mailing_id, port, connections),
            OURS: lambda: _send_ours(mailing_id),
            DJANGO: lambda: _send_by_django(mailing_id, connections),
        }
        rates: dict[str, list[float]] = {name: [] for name in ways}
        for _turn in range(turns):
            for name, send in ways.items():
                _reset(mailing_id)
                rates[name].append(send())
    print(json.dumps(rates))


def _reset(mailing_id: int) -> None:
    """Let the same copies be sent once more."""
    from newsletter.models import Delivery, Mailing

    copies = Delivery.objects.filter(mailing_id=mailing_id)
    copies.update(state="planned", attempts=0, lease_owner="", lease_until=None)
    Mailing.objects.filter(pk=mailing_id).update(state="sending", held_until=None)


def _copies(mailing_id: int) -> tuple[Any, list[Any]]:
    """The letter and what is personal in each copy."""
    from newsletter import sending
    from newsletter.models import Mailing

    mailing = Mailing.objects.get(pk=mailing_id)
    letter = sending.letter_of(mailing.editions.get(), mailing)
    copies = mailing.deliveries.select_related("subscriber").order_by("pk")
    return letter, [sending.personal_of(copy, letter) for copy in copies]


def _send_raw(mailing_id: int, port: int, connections: int) -> float:
    """The yardstick: nothing but smtplib and bytes that are ready; messages a second."""
    letter, copies = _copies(mailing_id)
    messages = [(copy.to, letter.fill(copy)) for copy in copies]

    def send(share: Sequence[tuple[str, bytes]]) -> None:
        with smtplib.SMTP("127.0.0.1", port) as connection:
            for address, message in share:
                connection.sendmail(letter.sender.address, [address], message)

    return _rate(send, messages, connections)


def _send_ours(mailing_id: int) -> float:
    """Everything: claims, intents, links, messages, answers, the end of the mailing."""
    from newsletter import pulsing
    from newsletter.models import Delivery, DeliveryState

    started = time.perf_counter()
    pulsing.send_side_by_side(mailing_id, seconds=600)
    seconds = time.perf_counter() - started
    copies = Delivery.objects.filter(mailing_id=mailing_id)
    assert not copies.exclude(state=DeliveryState.ACCEPTED).exists()
    return copies.count() / seconds


def _send_by_django(mailing_id: int, connections: int) -> float:
    """Django's backend builds each message; links are made beforehand."""
    from django.core.mail import get_connection

    letter, copies = _copies(mailing_id)

    def send(share: Sequence[Any]) -> None:
        backend = get_connection("django.core.mail.backends.smtp.EmailBackend")
        backend.send_messages([letter.email(copy) for copy in share])

    return _rate(send, copies[::DJANGO_SHARE], connections)


def _rate(send: Callable[[Sequence[Any]], None], all_of_them: Sequence[Any], count: int) -> float:
    """Messages a second, with each of `count` threads sending its share over its connection."""
    threads = [
        threading.Thread(target=send, args=(all_of_them[number::count],)) for number in range(count)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(all_of_them) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
