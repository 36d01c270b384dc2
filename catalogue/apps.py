"""The catalogue room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """Registers the room."""

    name = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        """Start listening to pages and to what is around them."""
        from catalogue import candidates, link_checks, receivers  # noqa: F401
