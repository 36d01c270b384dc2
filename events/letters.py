"""What the mails of the registration say. They are made when they leave, from what stands then."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.addresses import absolute, page_address
from core.posting import Attachment, Contents, writes
from events import calendars, links, reminding, when
from events.books import page_for_guest
from events.models.choices import EventMode, RegistrationState
from events.models.event import EventPage
from events.models.registration import NoticeCopy, NoticeKind, Registration
from events.registering import position

FOLDER = "events/mails"


@writes("events.confirm", folder=f"{FOLDER}/confirm")
def confirm(about_id: int) -> Contents | None:
    """Asks somebody to confirm."""
    found = _read(about_id, RegistrationState.PENDING)
    if found is None:
        return None
    registration, page = found
    more: dict[str, object] = {"confirm_url": links.confirm_url(registration)}
    more["keeps_seat"] = registration.held_until is not None
    return _contents(registration, page, more)


@writes("events.registered", folder=f"{FOLDER}/registered")
def registered(about_id: int) -> Contents | None:
    """Says that there is a seat, and how to get there."""
    return _with_seat(about_id)


@writes("events.promoted", folder=f"{FOLDER}/promoted")
def promoted(about_id: int) -> Contents | None:
    """Says that a seat has become free."""
    return _with_seat(about_id)


@writes("events.waiting", folder=f"{FOLDER}/waiting")
def waiting(about_id: int) -> Contents | None:
    """Says that there is a place on the waiting list."""
    found = _read(about_id, RegistrationState.WAITING)
    if found is None:
        return None
    registration, page = found
    return _contents(registration, page, {"position": position(registration)})


@writes("events.known", folder=f"{FOLDER}/known")
def known(about_id: int) -> Contents | None:
    """Gives somebody who registers twice the link to their own page."""
    states = (RegistrationState.REGISTERED, RegistrationState.WAITING)
    found = _read(about_id, *states)
    return _contents(*found, {"state": found[0].state}) if found else None


@writes("events.cancelled", folder=f"{FOLDER}/cancelled")
def cancelled(about_id: int) -> Contents | None:
    """Says that a seat was given back; if it was not its owner, they learn of it."""
    found = _read(about_id, RegistrationState.CANCELLED)
    return _contents(*found, {}, with_calendar=True) if found else None


@writes("events.reminder", folder=f"{FOLDER}/reminder")
def reminder(about_id: int) -> Contents | None:
    """Reminds of an event that still takes place."""
    found = _read(about_id, RegistrationState.REGISTERED)
    if found is None or not reminding.is_still_wanted(*found):
        return None
    return _contents(*found, _ways_in(*found))


@writes("events.notice", folder=f"{FOLDER}/notice")
def notice(about_id: int) -> Contents | None:
    """Tells of a change."""
    copy = NoticeCopy.objects.select_related("notice").filter(pk=about_id).first()
    states = (RegistrationState.REGISTERED, RegistrationState.WAITING)
    found = _read(copy.registration_id, *states) if copy else None
    if copy is None or found is None:
        return None
    told = copy.notice
    more = {
        "kind": told.kind,
        "words": told.words,
        "was_when": when.period_of(told.before),
        "is_when": when.period_of(told.after),
        "is_other_time": when.period_of(told.before) != when.period_of(told.after),
        "is_off": told.kind in ("cancelled", "postponed"),
    }
    has_seat = found[0].state == RegistrationState.REGISTERED
    if told.kind == NoticeKind.ACCESS and not has_seat:
        return None
    more |= _ways_in(*found) if has_seat else {}
    return _contents(*found, more, with_calendar=has_seat)


@writes("events.report_due", folder=f"{FOLDER}/report_due")
def report_due(about_id: int) -> Contents | None:
    """Asks the owner of an event's page for the report."""
    page = EventPage.objects.filter(pk=about_id, has_report=False).select_related("owner").first()
    if page is None or page.owner is None or not page.owner.email or page.is_off:
        return None
    edit_url = absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    context = {
        "name": page.owner.get_full_name() or page.owner.get_username(),
        "title": page.title,
        "when": when.period(page.starts_at, page.ends_at, is_all_day=page.is_all_day),
        "edit_url": edit_url,
    }
    return Contents(to=page.owner.email, context=context)


def _with_seat(about_id: int) -> Contents | None:
    found = _read(about_id, RegistrationState.REGISTERED)
    if found is None:
        return None
    return _contents(*found, _ways_in(*found), with_calendar=True)


def _read(
    registration_id: int, *states: RegistrationState
) -> tuple[Registration, EventPage] | None:
    """A registration that is in one of the states, with the event in its language."""
    registrations = Registration.objects.select_related("book")
    registration = registrations.filter(pk=registration_id, state__in=states).first()
    if registration is None or not registration.email:
        return None
    page = page_for_guest(registration.book.translation_key, registration.language)
    return (registration, page) if page is not None else None


def _ways_in(registration: Registration, page: EventPage) -> dict[str, Any]:
    """What only somebody with a seat is told."""
    return {"online_url": page.online_url, "dial_in": page.dial_in, "code": registration.code}


def _contents(
    registration: Registration,
    page: EventPage,
    more: dict[str, Any],
    *,
    with_calendar: bool = False,
) -> Contents:
    context = {
        "name": registration.name,
        "title": page.title,
        "page_url": page_address(page),
        "when": when.period(page.starts_at, page.ends_at, is_all_day=page.is_all_day),
        "place": calendars.place_of(page),
        "is_online": page.mode in (EventMode.ONLINE, EventMode.HYBRID),
        "access_notes": page.access_notes,
        "own_url": links.own_url(registration),
        **more,
    }
    files: list[Attachment] = [calendars.attachment(registration, page)] if with_calendar else []
    return Contents(to=registration.email, context=context, attachments=files)
