"""The core room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class CoreConfig(AppConfig):
    """Registers the room."""

    name = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Register the system checks, the projections and the receivers; keep lists to regions."""
        from core import checks, publications, receivers, seeing  # noqa: F401

        seeing.install()


class StaffConfig(WagtailUsersAppConfig):
    """Wagtail's screens for users, with the regions of each."""

    user_viewset = "core.staff.StaffViewSet"
