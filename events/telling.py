"""Telling those who registered that an event was moved, postponed or cancelled, or that one joins
it at another online address: once a change.

The book remembers what people were last told. Where the published page says otherwise, an editor
is asked; only their button sends the mails.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.models import User
from core.posting import post
from events.books import facts, locked, source_page
from events.history import note
from events.models.choices import EventMode, EventStatus, RegistrationState
from events.models.event import EventPage
from events.models.registration import EventBook, Notice, NoticeCopy, NoticeKind, Registration

TOLD = (RegistrationState.REGISTERED, RegistrationState.WAITING)
OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)


class NothingToTellError(Exception):
    """Everybody has been told already, or the page has changed once more in between."""


def change_to_tell(book: EventBook, page: EventPage | None) -> NoticeKind | None:
    """What those who registered do not know yet; None when they know everything."""
    kind = change_between(book, page)
    return kind if kind is not None and recipients(book, kind).exists() else None


def change_between(book: EventBook, page: EventPage | None) -> NoticeKind | None:
    """The same without a look at whether anybody has registered: it takes no query."""
    if page is None or not page.live or page.is_over:
        return None
    before, after = book.told, facts(page)
    return _kind(before, after)


def recipients(book: EventBook, kind: NoticeKind) -> Any:
    """Those who would be told: who has a seat, and who waits for one.

    How to join is the business of those with a seat alone.
    """
    return book.registrations.filter(state__in=told_states(kind))


def told_states(kind: NoticeKind) -> tuple[RegistrationState, ...]:
    """Where a registration must stand for its owner to be told of such a change."""
    return (RegistrationState.REGISTERED,) if kind == NoticeKind.ACCESS else TOLD


def tell(*, book_id: int, kind: str, words: str = "", by: User | None = None) -> Notice:
    """Write a notice to everybody who registered, and remember that they know.

    `kind` is the change the editor saw. Raises NothingToTellError when it is another one by now:
    pressing the button twice sends one mail to each person.
    """
    with locked(book_id) as book:
        page = source_page(book.translation_key)
        found = change_to_tell(book, page)
        if found is None or found != kind or page is None:
            raise NothingToTellError
        notice = Notice.objects.create(
            book=book,
            kind=found,
            before=book.told,
            after=facts(page),
            words=words.strip(),
            told_by=by,
        )
        for registration in recipients(book, found):
            _post_copy(notice, registration)
        book.told = notice.after
        book.save(update_fields=["told"])
        note(book, "tell", by, kind=found.value)
    return notice


@transaction.atomic
def keep_silent(*, book_id: int, by: User | None = None) -> None:
    """Count the change as told without a mail, for a correction that changes nobody's plans."""
    with locked(book_id) as book:
        page = source_page(book.translation_key)
        if page is not None:
            book.told = facts(page)
            book.save(update_fields=["told"])
            note(book, "keep_silent", by)


def _post_copy(notice: Notice, registration: Registration) -> None:
    copy = NoticeCopy.objects.create(notice=notice, registration=registration)
    post(
        purpose="events.notice",
        about_id=copy.pk,
        language=registration.language,
        once=f"events.notice:{copy.pk}",
    )


def _kind(before: dict[str, Any], after: dict[str, Any]) -> NoticeKind | None:
    """The word for a change; where several things changed, the gravest."""
    changed = {name for name in after if after[name] != before.get(name, after[name])}
    if not changed:
        return None
    if changed == {"access"}:
        # Who joins an event that is off? When it takes place after all, the letter has the address.
        return None if after["status"] in OFF else NoticeKind.ACCESS
    if after["status"] != before["status"]:
        if after["status"] == EventStatus.CANCELLED:
            return NoticeKind.CANCELLED
        if after["status"] == EventStatus.POSTPONED:
            return NoticeKind.POSTPONED
        if before["status"] in OFF:
            return NoticeKind.BACK
    went_online = after["mode"] == EventMode.ONLINE and before["mode"] != EventMode.ONLINE
    if went_online or (after["status"] != before["status"]):
        return (
            NoticeKind.ONLINE if after["status"] == EventStatus.MOVED_ONLINE else NoticeKind.PLACE
        )
    if any(after[name] != before[name] for name in ("starts_at", "ends_at", "is_all_day")):
        return NoticeKind.MOVED
    return NoticeKind.PLACE
