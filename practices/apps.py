"""The practices room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """Registers the room."""

    name = "practices"
    verbose_name = _("Practices")

    def ready(self) -> None:
        """Register projections, letters, receivers, which pages speak of what, and the importer."""
        from core.importing import importers
        from practices import (  # noqa: F401
            answer_letters,
            echoes,
            letters,
            practice_receivers,
            projection,
            receivers,
        )
        from practices.importing.spreadsheet import SpreadsheetImporter

        importers.register(SpreadsheetImporter())
