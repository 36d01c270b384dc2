"""Begin a new life of the log of changes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from catalogue import publishing


class Command(BaseCommand):
    """Run it once after a database has been restored from a backup."""

    help = (
        "Make every partner download everything once more: run it after restoring a backup, "
        "because changes that partners have read may be missing from it."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Start the epoch and report it."""
        epoch = publishing.start_epoch()
        self.stdout.write(_("New epoch: %(epoch)s") % {"epoch": epoch})
