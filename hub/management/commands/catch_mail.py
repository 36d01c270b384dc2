"""Catches mail on this machine, so that it can be looked at and goes nowhere."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hub.mailbox.catching import catch


class Command(BaseCommand):
    """`manage.py catch_mail`: stays until SIGTERM or Ctrl+C."""

    help = "Keeps all mail sent to 127.0.0.1 (port of HUB_SMTP_URL) in a folder."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Catch until told to stop; a taken port is said."""
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        try:
            controller = catch(settings.MAILBOX_DIR, settings.EMAIL_PORT)
        except OSError as error:
            raise CommandError(f"port {settings.EMAIL_PORT} cannot be used: {error}") from error
        self.stdout.write(f"catching mail on 127.0.0.1:{settings.EMAIL_PORT}")
        stopping.wait()
        controller.stop()
