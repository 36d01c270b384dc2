"""The api room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Registers the room."""

    name = "api"
    verbose_name = _("API")
