"""Imports an existing blog: WordPress export, RSS or Atom file, with the folder of its pictures."""

import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page

from core.importing import commanding
from core.importing.importers import PICTURES
from home.models import HomePage


class Command(BaseCommand):
    """`manage.py import_blog FILE [--pictures FOLDER] [--under PAGE] [--dry-run]`."""

    help = "Imports the posts of a blog as drafts, with pictures and redirects from old addresses."

    def add_arguments(self, parser: Any) -> None:
        commanding.add_arguments(parser)
        parser.add_argument("--pictures", type=Path, help="wp-content/uploads: a folder or a ZIP")
        parser.add_argument("--under", type=int, help="number of the page for the drafts (home)")

    def handle(self, **options: Any) -> None:
        home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        parent = Page.objects.filter(pk=options["under"]).first() if options["under"] else home
        if parent is None:
            raise CommandError("there is no such page to put the drafts under")
        with tempfile.TemporaryDirectory(prefix="import-") as folder:
            files = {}
            if options["pictures"]:
                files[PICTURES] = packed(options["pictures"], Path(folder))
            commanding.run(
                importer="blog",
                options=options,
                extra={"parent": parent.pk},
                files=files,
                say=self.stdout.write,
            )


def packed(source: Path, folder: Path) -> Path:
    """A ZIP as it is; a folder as a ZIP, without following links out of it."""
    if source.is_file():
        return source
    if not source.is_dir():
        raise CommandError(f"{source}: no such folder")
    target = folder / "pictures.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for place, _folders, names in os.walk(source, followlinks=False):
            for name in names:
                path = Path(place) / name
                if path.is_file() and not path.is_symlink():
                    archive.write(path, path.relative_to(source))
    return target
