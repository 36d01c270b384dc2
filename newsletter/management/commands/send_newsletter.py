"""`manage.py send_newsletter`: send in the foreground, without a worker."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from newsletter import ending, pulsing, returning, sending
from newsletter.models import Mailing, MailingState


class Command(BaseCommand):
    """Sends what is due now, then ends; SIGTERM or Ctrl+C end it after the group in hand."""

    help = (
        "Sends the issues whose sending has been started, until nothing more is due now. "
        "Any number of these may run side by side, and beside the worker."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--mailing", type=int, help="only this mailing (its number)")

    def handle(self, *, mailing: int | None, **options: Any) -> None:
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_args: stop.set())
        while not stop.is_set() and (due := self._due(mailing)):
            for mailing_id in due:
                pulsing.send_side_by_side(mailing_id, seconds=pulsing.SLICE, stop=stop)
        self._report(mailing)

    def _due(self, mailing: int | None) -> list[int]:
        """Mailings with copies that can be sent at this moment."""
        returning.look_again()
        return [
            one
            for one in sending.due_mailings()
            if (mailing is None or one == mailing) and sending.has_due_copies(one)
        ]

    def _report(self, mailing: int | None) -> None:
        waiting = Mailing.objects.filter(state__in=[MailingState.SENDING, MailingState.PAUSED])
        for one in waiting if mailing is None else Mailing.objects.filter(pk=mailing):
            counts = ending.accounts(one)
            words = ", ".join(f"{name} {count}" for name, count in counts.items())
            self.stdout.write(f"{one.pk}: {one.get_state_display()} – {words}")
