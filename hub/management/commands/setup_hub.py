"""`manage.py setup_hub`: prepare a new hub, or bring an old one up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from hub.setting_up import set_up


class Command(BaseCommand):
    """Languages, territories, home pages, groups and approval; running it twice does no harm."""

    help = "Prepare languages, territories, home pages, groups and approval."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up and tell what was made."""
        for name, count in set_up().items():
            self.stdout.write(f"{name}: {count}")
