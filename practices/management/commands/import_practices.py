"""Imports cooperatives and practices from a spreadsheet, as drafts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.importing import commanding
from practices.importing.spreadsheet import SCHEME
from practices.models import PracticeIndexPage


class Command(BaseCommand):
    """`manage.py import_practices FILE [--dry-run] [--only-valid]`."""

    help = "Imports cooperatives and practices from an .xlsx or .csv file; everything is a draft."

    def add_arguments(self, parser: Any) -> None:
        commanding.add_arguments(parser)
        parser.add_argument("--collection", default=SCHEME, help="whose card numbers these are")

    def handle(self, **options: Any) -> None:
        parent = PracticeIndexPage.objects.filter(
            locale__language_code=settings.LANGUAGE_CODE
        ).first()
        if parent is None:
            raise CommandError("there is no list of practices to put them under: make one first")
        extra = {"parent": parent.pk, "scheme": options["collection"]}
        commanding.run(
            importer="practices", options=options, extra=extra, files={}, say=self.stdout.write
        )
