"""The calendar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.models import PublicPage
from core.models.page import edit_handler


class EventIndexPage(PublicPage):
    """The calendar: events, and the participation paths they belong to."""

    content_panels = [*PublicPage.content_panels, *PublicPage.picture_panels]
    edit_handler = edit_handler([*content_panels, *PublicPage.body_panels], with_subjects=False)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage", "events.ParticipationPathPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
