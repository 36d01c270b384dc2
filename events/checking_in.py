"""At the door: who came, and who did not."""

from __future__ import annotations

from django.utils import timezone

from core.models import User
from events.books import locked
from events.history import note
from events.models.choices import RegistrationState
from events.models.event import EventPage
from events.models.registration import EventBook, Registration

MAY_COME_IN = (
    RegistrationState.REGISTERED,
    RegistrationState.NO_SHOW,
    RegistrationState.WAITING,
    RegistrationState.PENDING,
)


def check_in(*, registration_id: int, by: User | None = None) -> bool:
    """Note that somebody is there; False when they had been noted, or are not registered.

    Staff decide at the door: somebody from the waiting list may be let in, too.
    """
    return _move(registration_id, MAY_COME_IN, RegistrationState.ATTENDED, by)


def undo(*, registration_id: int, by: User | None = None) -> bool:
    """Take a check-in back, or the note that somebody did not come."""
    before = (RegistrationState.ATTENDED, RegistrationState.NO_SHOW)
    return _move(registration_id, before, RegistrationState.REGISTERED, by)


def mark_no_shows(*, book_id: int, by: User | None = None) -> int:
    """Note of everybody with a seat who was not checked in that they did not come; how many."""
    with locked(book_id) as book:
        absent = book.registrations.filter(state=RegistrationState.REGISTERED)
        count = absent.update(state=RegistrationState.NO_SHOW)
        if count:
            note(book, "no_shows", by, count=count)
    return count


def count_of(event: EventPage) -> int:
    """How many people were checked in at an event, in whatever language they registered."""
    came = Registration.objects.filter(
        book__translation_key=event.translation_key, state=RegistrationState.ATTENDED
    )
    return came.count()


def find(book: EventBook, code: str) -> Registration | None:
    """The registration with a code, as it was typed or scanned."""
    typed = "".join(code.split()).upper().rstrip("/").rpartition("/")[2]
    return book.registrations.filter(code=typed).first() if typed else None


def _move(
    registration_id: int,
    before: tuple[RegistrationState, ...],
    after: RegistrationState,
    by: User | None,
) -> bool:
    book_id = Registration.objects.values_list("book_id", flat=True).get(pk=registration_id)
    with locked(book_id) as book:
        came = after == RegistrationState.ATTENDED
        moved = book.registrations.filter(pk=registration_id, state__in=before).update(
            state=after, checked_in_at=timezone.now() if came else None
        )
        if moved:
            note(book, "check_in" if came else "undo", by)
    return bool(moved)
