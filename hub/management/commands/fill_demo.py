"""`manage.py fill_demo`: examples to look at."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hub.demo.filling import fill


class Command(BaseCommand):
    """Invented pages, readers and staff with well-known passwords: never on a real server."""

    help = "Fill the hub with invented examples (docs/demo.md). Doing it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill, and tell whether there was anything to do."""
        if not (settings.DEBUG or settings.HUB_DEMO):
            raise CommandError(
                "The demo makes staff accounts whose passwords everybody knows, so it only fills "
                "a hub on your own machine: use `make demo`, or settings with DEBUG."
            )
        is_new = fill()
        if options["verbosity"]:
            self.stdout.write(
                self.style.SUCCESS("The demo is in place.")
                if is_new
                else "The demo was in place already: nothing was changed."
            )
