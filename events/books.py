"""The book of an event: which page decides for it, what people plan by, and its lock.

Everything that gives or frees a seat, or tells people of a change, runs inside `locked`, one at a
time for each event: on PostgreSQL by the lock of the row, on SQLite because transactions begin as
IMMEDIATE by setting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from core.visibility import readable
from events.models.event import EventPage
from events.models.registration import EventBook


def source_page(key: UUID) -> EventPage | None:
    """The page that decides for all languages: the one in the source language, else the oldest."""
    return source_pages([key]).get(key)


def source_pages(keys: Iterable[UUID]) -> dict[UUID, EventPage]:
    """The same for several events at once, by translation key; one query."""
    pages = EventPage.objects.filter(translation_key__in=list(keys), alias_of__isnull=True)
    found: dict[UUID, EventPage] = {}
    for page in pages.select_related("locale").order_by("pk"):
        if page.locale.language_code == settings.LANGUAGE_CODE:
            found[page.translation_key] = page
        else:
            found.setdefault(page.translation_key, page)
    return found


def page_for_guest(key: UUID, language: str) -> EventPage | None:
    """The event in a guest's language; one that is not public any more as it was last.

    How to join is the decision of the page in the source language, also while a translation still
    has the old address.
    """
    source = source_page(key)
    shown = next(iter(readable([source], language)), source)
    if source is None or not isinstance(shown, EventPage):
        return source
    shown.online_url, shown.dial_in = source.online_url, source.dial_in
    return shown


def open_book(page: EventPage) -> EventBook:
    """The book of an event, made when the first person asks."""
    book, _is_new = EventBook.objects.get_or_create(
        translation_key=page.translation_key,
        defaults={
            "page": page,
            "title": page.title,
            "told": facts(page),
            "over_at": page.over_at,
        },
    )
    return book


@contextmanager
def locked(book_id: int) -> Iterator[EventBook]:
    """Open a transaction in which nobody else gives or frees seats of the event."""
    with transaction.atomic():
        yield EventBook.objects.select_for_update().get(pk=book_id)


def facts(page: EventPage) -> dict[str, Any]:
    """When, where and whether an event takes place: what people plan by."""
    return {
        "status": page.status,
        "mode": page.mode,
        "starts_at": page.starts_at.isoformat(),
        "ends_at": page.ends_at.isoformat() if page.ends_at else None,
        "is_all_day": page.is_all_day,
        "venue": page.venue,
        "address": page.full_address,
        "access": _fingerprint(page.online_url, page.dial_in),
    }


def _fingerprint(*secrets: str) -> str:
    """Tells whether the ways in have changed; they themselves stand on the page alone."""
    return sha256("\n".join(secrets).encode()).hexdigest() if any(secrets) else ""


def keep_facts(book: EventBook, page: EventPage) -> None:
    """Keep what must be known when the page is gone."""
    known = (book.page_id, book.title, book.over_at)
    if known != (page.pk, page.title, page.over_at):
        book.page, book.title, book.over_at = page, page.title, page.over_at
        book.save(update_fields=["page", "title", "over_at"])
