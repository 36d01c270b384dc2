"""Checks the chain of consents: `manage.py check_consents`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsletter import consent, proving


class Command(BaseCommand):
    """Walks the chain from its beginning and prints its last hash, to be noted elsewhere."""

    help = "Check that no consent was changed, removed or slipped in, and that none is missing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Report; end with an error when something is wrong."""
        report = consent.check_chain()
        report.problems += proving.problems()
        for problem in report.problems:
            self.stderr.write(problem)
        if report.problems:
            raise CommandError(f"{len(report.problems)} problem(s) in {report.count} consents")
        self.stdout.write(f"{report.count} consents, all in order; the last hash is {report.head}")
