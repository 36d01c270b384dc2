"""Imports subscribers who agreed elsewhere, with proof of their consent."""

from typing import Any

from django.core.management.base import BaseCommand

from core.importing import commanding


class Command(BaseCommand):
    """`manage.py import_subscribers FILE [--dry-run] [--only-valid]`."""

    help = "Imports subscribers from an .xlsx or .csv file, with proof of consent; mails nobody."

    def add_arguments(self, parser: Any) -> None:
        commanding.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        """Check, report, and write unless it is a dry run."""
        commanding.run(
            importer="subscribers", options=options, extra={}, files={}, say=self.stdout.write
        )
