"""The search room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Registers the room."""

    name = "search"
    verbose_name = _("Search")
