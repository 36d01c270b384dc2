"""The events room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Registers the room."""

    name = "events"
    verbose_name = _("Events and paths")

    def ready(self) -> None:
        """Register the projections, the letters, and what follows a publication."""
        from events import (  # noqa: F401
            echoes,
            letters,
            path_hooks,
            path_projection,
            projection,
            receivers,
        )
