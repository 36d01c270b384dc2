"""What publishing an event's page brings with it."""

from __future__ import annotations

from django.utils import timezone

from events import seating
from events.models.event import EventPage


def follow(*, page_id: int) -> None:
    """Hand on seats that have become free, and note when the report was first published.

    May be called at any time, any number of times.
    """
    page = EventPage.objects.filter(pk=page_id).first()
    if page is None:
        return
    if page.has_report and page.live and page.report_published_at is None:
        page.report_published_at = timezone.now()
        page.save(update_fields=["report_published_at"], clean=False)  # type: ignore[call-arg]
    seating.settle_event(key=page.translation_key)
