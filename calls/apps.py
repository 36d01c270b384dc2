"""The calls room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """Registers the room."""

    name = "calls"
    verbose_name = _("Thematic calls")

    def ready(self) -> None:
        """Register the projections."""
        from calls import projection  # noqa: F401
