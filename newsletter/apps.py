"""The newsletter room, as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Registers the room."""

    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        """Register letters, projections, checks, who listens to whom, what is followed, imports."""
        from core.importing import importers
        from newsletter import (  # noqa: F401
            alerting,
            checks,
            followed_cooperatives,
            projection,
            receivers,
            reviews,
            topic_readers,
        )
        from newsletter.importing.subscribers import SubscriberImporter

        importers.register(SubscriberImporter())
