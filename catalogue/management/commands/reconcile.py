"""Compare the catalogue with the pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue import reconciling


class Command(BaseCommand):
    """Repair what differs and report how many repairs of each kind it took."""

    help = "Compare every public page with the catalogue, repair what differs and count it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the two ways of doing less."""
        parser.add_argument("--dry-run", action="store_true", help="Tell, and write nothing.")
        parser.add_argument(
            "--shallow",
            action="store_true",
            help="Compare dates and presence only, not the words of each page.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Reconcile; fail if a page could not be looked at."""
        report = reconciling.reconcile(dry_run=options["dry_run"], is_deep=not options["shallow"])
        self.stdout.write(str(report))
        if report.failed_page_ids:
            raise CommandError(f"Pages that failed: {report.failed_page_ids}. See the log.")
