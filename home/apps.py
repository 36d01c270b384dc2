"""The home room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Registers the room."""

    name = "home"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Register the projections and the importer."""
        from core.importing import importers
        from home import projection  # noqa: F401
        from home.importing.blog import BlogImporter

        importers.register(BlogImporter())
