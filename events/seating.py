"""Who gets a seat: counted under the lock of the event's book, handed on as soon as one is free.

See `events.books` for the lock.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.utils import timezone

from core.posting import post
from events.books import keep_facts, locked, source_page
from events.models.choices import RegistrationState, Seats
from events.models.event import EventPage
from events.models.registration import EventBook, Registration

logger = logging.getLogger(__name__)

# From here on seats are few: this many, or this share of all of them.
FEW = 3
FEW_SHARE = 10  # per cent


def free_seats(book: EventBook, page: EventPage) -> int | None:
    """How many seats are free at this moment (below zero: too many), None without a limit."""
    if page.seat_limit is None:
        return None
    return page.seat_limit - book.registrations.taking_seats().count()


def has_room(book: EventBook, page: EventPage) -> bool:
    """Whether somebody new gets a seat: one is free, and nobody waits for it."""
    free = free_seats(book, page)
    return free is None or (free > 0 and not book.registrations.waiting().exists())


def settle(book: EventBook) -> int:
    """Hand free seats to who waits longest, and note how many are left; call it under the lock.

    Returns how many people got a seat.
    """
    page = source_page(book.translation_key)
    if page is None:
        return 0
    keep_facts(book, page)
    promoted = _promote(book, page) if _takes_place(page) else 0
    _note_seats(book, page)
    return promoted


def settle_event(*, key: UUID) -> int:
    """The same for an event whose page has changed; nothing where nobody has registered.

    A page that was copied from another, or whose draft was old, gets its own state again.
    """
    book = EventBook.objects.filter(translation_key=key).first()
    if book is None:
        page = source_page(key)
        if page is not None:
            _write_seats(page, _fresh_seats(page))
        return 0
    with locked(book.pk) as held:
        return settle(held)


def release_lapsed() -> int:
    """Free the seats of those who did not confirm in time; return how many people moved up."""
    lapsed = Registration.objects.filter(
        state=RegistrationState.PENDING, held_until__lte=timezone.now()
    )
    promoted = 0
    for book_id in sorted(set(lapsed.values_list("book_id", flat=True))):
        try:
            with locked(book_id) as book:
                lapsed.filter(book=book).update(held_until=None)
                promoted += settle(book)
        except Exception:
            logger.exception("the seats of registration list %s could not be settled", book_id)
    return promoted


def _takes_place(page: EventPage) -> bool:
    return page.live and not page.is_off and page.starts_at > timezone.now()


def _promote(book: EventBook, page: EventPage) -> int:
    free = free_seats(book, page)
    lucky = list(book.registrations.waiting()[: None if free is None else max(0, free)])
    for registration in lucky:
        registration.state = RegistrationState.REGISTERED
        registration.promoted_at = timezone.now()
        registration.save(update_fields=["state", "promoted_at"])
        post(
            purpose="events.promoted",
            about_id=registration.pk,
            language=registration.language,
            once=f"events.promoted:{registration.pk}",
        )
    return len(lucky)


def _note_seats(book: EventBook, page: EventPage) -> None:
    free = free_seats(book, page)
    waits = book.registrations.waiting().exists()
    _write_seats(page, seats_word(page, 0 if waits else free))


def _fresh_seats(page: EventPage) -> str:
    return seats_word(page, page.seat_limit)


def seats_word(page: EventPage, free: int | None) -> str:
    """Seats in broad terms; "" where nobody counts them."""
    if free is None or page.seat_limit is None or not page.registers_here:
        return ""
    if free <= 0:
        return Seats.WAITING if page.has_waiting_list else Seats.NONE
    is_few = free <= FEW or free * 100 <= page.seat_limit * FEW_SHARE
    return Seats.FEW if is_few and free < page.seat_limit else Seats.MANY


def _write_seats(page: EventPage, word: str) -> None:
    """Write the word on the page in each language; saving tells the catalogue."""
    stale = EventPage.objects.filter(translation_key=page.translation_key).exclude(seats=word)
    for one in stale:
        one.seats = word
        one.save(update_fields=["seats"], clean=False)  # type: ignore[call-arg]
