"""The demo's guests: staff register them, as if they had called; some wait, some are told.

One event has changed since, and nobody has been told yet.
"""

from __future__ import annotations

from typing import Any

from events import registering, telling
from events.models import EventBook, EventPage
from events.registering import Answers
from hub.demo.pages import Writer
from hub.demo.reading import moment, read


def make_guests(writer: Writer) -> None:
    """Everybody who has registered; where somebody has already, nothing is done."""
    for slug, people in read("guests").items():
        page = EventPage.objects.get(pk=writer.pages[slug].pk)
        if EventBook.objects.filter(translation_key=page.translation_key).exists():
            continue
        status, starts_at = page.status, page.starts_at
        if page.is_off:
            _publish(writer, page, status="scheduled")
        if "knew_starts" in people:
            _publish(writer, page, starts_at=moment(people["knew_starts"]))
        for person in people["person"]:
            registering.add(page=page, given=Answers(**person), by=writer.user)
        if status != page.status:
            _publish(writer, page, status=status)
            book = EventBook.objects.get(translation_key=page.translation_key)
            telling.tell(book_id=book.pk, kind=status, words=people["words"], by=writer.user)
        if starts_at != page.starts_at:
            _publish(writer, page, starts_at=starts_at)


def _publish(writer: Writer, page: EventPage, **changed: Any) -> None:
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision(user=writer.user).publish(user=writer.user)
    page.refresh_from_db()
