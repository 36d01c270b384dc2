"""The hub room, as Django knows it."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    """Registers the room and, because it stands on top of the others, their timed jobs
    and what waits in them.
    """

    name = "hub"
    verbose_name = _("Hub")

    def ready(self) -> None:
        from hub import checks, connections  # noqa: F401

        connections.watch()
        autodiscover_modules("ticks")
        autodiscover_modules("waiting")
