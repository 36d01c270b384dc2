"""Registering for an event without an account: asking, confirming by mail, cancelling.

The answer to somebody who asks never depends on whether their address is known. Who has asked
keeps a seat for two hours; what else happens is decided when the mail is confirmed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from django.utils import timezone

from core import email_addresses
from core.models import User
from core.posting import post
from events import books, links, seating
from events.history import note
from events.models.choices import RegistrationMode, RegistrationState
from events.models.event import EventPage
from events.models.registration import STANDING, EventBook, Registration
from events.privacy_notices import notice

# A seat is kept for somebody who has not confirmed yet; long enough for slow mail servers.
HOLD = timedelta(hours=2)
# Mails that anybody can cause to anybody's address, by asking for it: so many a day, all told.
MOST_PENDING = 5
DAY = timedelta(days=1)
# Without letters and digits that are mistaken for each other when read aloud.
CODE_SIGNS = "ABCDEFGHJKLMNPQRTUVWXYZ2346789"
CODE_LENGTH = 6


class Refusal(Enum):
    """Why nobody can register at this moment; the same for everybody who asks."""

    NOT_HERE = "not-here"
    BY_INVITATION = "by-invitation"
    NOT_YET = "not-yet"
    OVER = "over"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    FULL = "full"


class RefusedError(Exception):
    """Registration is not possible; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class Result(Enum):
    """What a confirmation link can lead to."""

    POSSIBLE = "possible"
    REGISTERED = "registered"
    WAITING = "waiting"
    ALREADY = "already"
    CANCELLED = "cancelled"
    TOO_LATE = "too-late"
    FULL = "full"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a registration stands, and whose it is (None where nothing is left)."""

    result: Result
    registration: Registration | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody wrote into the form."""

    name: str
    email: str
    language: str
    organisation: str = ""
    access_needs: str = ""
    answers: list[dict[str, str]] = field(default_factory=list)


def refusal(page: EventPage, *, is_invited: bool = False) -> Refusal | None:
    """Why nobody can register for an event now, None when they can. `page`: the source page."""
    if page.registration_mode == RegistrationMode.INVITATION and not is_invited:
        return Refusal.BY_INVITATION
    if not page.registers_here:
        return Refusal.NOT_HERE
    if page.is_off:
        return Refusal.CANCELLED if page.status == "cancelled" else Refusal.POSTPONED
    if page.registration_is_over or page.has_report:
        return Refusal.OVER
    if page.registration_begins_later:
        return Refusal.NOT_YET
    book = EventBook.objects.filter(translation_key=page.translation_key).first()
    if book is None or page.has_waiting_list:
        return Refusal.FULL if book is None and page.seat_limit == 0 else None
    return None if seating.has_room(book, page) else Refusal.FULL


def ask(*, page: EventPage, given: Answers, is_invited: bool = False) -> None:
    """Take a registration in, and send the mail that confirms it.

    An address that is registered already gets a mail with its own page instead, and nothing
    else changes. Raises RefusedError, ValidationError when the address cannot be one.
    """
    address = email_addresses.parse(given.email)
    source = books.source_page(page.translation_key) or page
    book = books.open_book(source)
    with books.locked(book.pk) as held:
        if why := refusal(source, is_invited=is_invited):
            raise RefusedError(why)
        known = held.registrations.filter(email_key=address.key, state__in=STANDING).first()
        if known:
            _write_again(known)
        elif _pending_elsewhere(address.key) < MOST_PENDING:
            registration = _write_down(held, source, given, address)
            _post("events.confirm", registration, _hour())
            seating.settle(held)


def add(
    *, page: EventPage, given: Answers, by: User, even_if_full: bool = False
) -> Registration | None:
    """Register somebody at their request, by staff; None when the address is registered already.

    They get the mail that says so. Where all seats are taken they are put on the waiting list,
    unless `even_if_full`. Raises ValidationError when the address cannot be one.
    """
    address = email_addresses.parse(given.email)
    source = books.source_page(page.translation_key) or page
    book = books.open_book(source)
    with books.locked(book.pk) as held:
        if held.registrations.filter(email_key=address.key, state__in=STANDING).exists():
            return None
        registration = _write_down(held, source, given, address)
        _decide(held, source, registration, gets_seat=even_if_full)
        seating.settle(held)
        note(held, "add", by)
    return registration


def look(*, token: str) -> Outcome:
    """What pressing the button behind a confirmation link would do. Raises TokenError."""
    registration = _confirming(token)
    return _standing(registration) if registration else Outcome(Result.GONE)


def confirm(*, token: str) -> Outcome:
    """Give the seat, or a place on the waiting list; a second time nothing happens.

    Raises TokenError when the link is wrong or older than two days.
    """
    found = _confirming(token)
    if found is None:
        return Outcome(Result.GONE)
    with books.locked(found.book_id) as book:
        registration = Registration.objects.get(pk=found.pk)
        standing = _standing(registration)
        source = books.source_page(book.translation_key)
        if standing.result is not Result.POSSIBLE or source is None:
            return standing
        result = _decide(book, source, registration)
        seating.settle(book)
        return Outcome(result, registration)


def cancel(*, registration_id: int, by: User | None = None) -> bool:
    """Give a seat or a place on the waiting list back; False when there was none.

    Whoever waits longest gets the seat. `by` is the member of staff who does it, None for the
    person's own doing.
    """
    book_id = Registration.objects.values_list("book_id", flat=True).get(pk=registration_id)
    with books.locked(book_id) as book:
        registration = Registration.objects.get(pk=registration_id)
        given_back = (
            RegistrationState.PENDING,
            RegistrationState.REGISTERED,
            RegistrationState.WAITING,
        )
        if registration.state not in given_back:
            return False
        was_confirmed = registration.state != RegistrationState.PENDING
        registration.state = RegistrationState.CANCELLED
        registration.cancelled_at, registration.held_until = timezone.now(), None
        registration.save(update_fields=["state", "cancelled_at", "held_until"])
        if was_confirmed:
            _post("events.cancelled", registration)
        note(book, "cancel_one", by)
        seating.settle(book)
    return True


def position(registration: Registration) -> int | None:
    """The place on the waiting list, from 1; None for who is not on it."""
    if registration.state != RegistrationState.WAITING:
        return None
    queue = registration.book.registrations.waiting().values_list("pk", flat=True)
    return list(queue).index(registration.pk) + 1


def _write_down(
    book: EventBook, page: EventPage, given: Answers, address: email_addresses.Address
) -> Registration:
    """Make the row. It keeps a seat for a while, if there is one."""
    if not book.registrations.standing().exists():
        # Whoever comes first reads the page as it is now.
        book.told = books.facts(page)
        book.save(update_fields=["told"])
    shown = notice(given.language)
    now = timezone.now()
    return Registration.objects.create(
        book=book,
        name=given.name.strip(),
        email=address.email,
        email_key=address.key,
        organisation=given.organisation.strip(),
        language=given.language,
        access_needs=given.access_needs.strip(),
        answers=given.answers,
        code=_new_code(book),
        notice_version=shown.version,
        notice_hash=shown.text_hash,
        created_at=now,
        held_until=now + HOLD if seating.has_room(book, page) else None,
    )


def _decide(
    book: EventBook, page: EventPage, registration: Registration, *, gets_seat: bool = False
) -> Result:
    """A seat for who has one kept or finds one; the waiting list, if any, for the others."""
    now = timezone.now()
    keeps_seat = registration.held_until is not None and registration.held_until > now
    registration.confirmed_at, registration.held_until = now, None
    changed = ["confirmed_at", "held_until", "state"]
    if gets_seat or keeps_seat or seating.has_room(book, page):
        registration.state = RegistrationState.REGISTERED
        registration.save(update_fields=changed)
        _post("events.registered", registration)
        return Result.REGISTERED
    if not page.has_waiting_list:
        return Result.FULL
    registration.state, registration.waiting_since = RegistrationState.WAITING, now
    registration.save(update_fields=[*changed, "waiting_since"])
    _post("events.waiting", registration)
    return Result.WAITING


def _standing(registration: Registration) -> Outcome:
    """Where a registration stands at this moment."""
    if registration.anonymised_at:
        return Outcome(Result.GONE)
    if registration.state == RegistrationState.CANCELLED:
        return Outcome(Result.CANCELLED, registration)
    if registration.state != RegistrationState.PENDING:
        return Outcome(Result.ALREADY, registration)
    page = books.source_page(registration.book.translation_key)
    if page is None or not page.live or page.is_off or page.starts_at <= timezone.now():
        return Outcome(Result.TOO_LATE, registration)
    return Outcome(Result.POSSIBLE, registration)


def _confirming(token: str) -> Registration | None:
    found = Registration.objects.filter(public_id=links.read_confirm(token))
    return found.select_related("book").first()


def _write_again(known: Registration) -> None:
    """Answer somebody who is known: with the confirmation again, or with their own page."""
    if known.state == RegistrationState.PENDING:
        _post("events.confirm", known, _hour())
    else:
        _post("events.known", known, timezone.localdate().isoformat())


def _pending_elsewhere(email_key: str) -> int:
    since = timezone.now() - DAY
    asked = Registration.objects.filter(email_key=email_key, created_at__gt=since)
    return asked.filter(confirmed_at__isnull=True).count()


def _post(purpose: str, registration: Registration, slot: str = "") -> None:
    """Post a letter to somebody: one of a purpose, or one in each slot of time."""
    post(
        purpose=purpose,
        about_id=registration.pk,
        language=registration.language,
        once=f"{purpose}:{registration.pk}:{slot}".rstrip(":"),
    )


def _hour() -> str:
    return timezone.now().strftime("%Y-%m-%dT%H")


def _new_code(book: EventBook) -> str:
    """A code nobody at the event has. Two rows with the same one cannot be: a constraint."""
    taken = set(book.registrations.values_list("code", flat=True))
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        if code not in taken:
            return code
