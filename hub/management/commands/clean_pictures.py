"""Cleans pictures uploaded before the hub did it by itself: `manage.py clean_pictures`."""

from typing import Any

from django.core.management.base import BaseCommand

from core import cleaning, hiding
from newsletter import keeping


class Command(BaseCommand):
    """Takes out of pictures what cameras wrote beside them, and hides what is not public."""

    help = (
        "Take place, time, device and names out of the files of pictures, those of sent issues "
        "included, and hide the sizes of pictures that are not public. May be run again."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Report what was done."""
        hidden = hiding.settle()
        cleaned, kept = cleaning.clean_pictures(), keeping.strip()
        self.stdout.write(
            f"{cleaned} pictures cleaned, {kept} of sent issues; {hidden} sizes hidden"
        )
