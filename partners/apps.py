"""The partners room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Registers the room."""

    name = "partners"
    verbose_name = _("Partners")
