"""Reminders: worked out from the event as it stands, so that a moved one is reminded anew.

What has been sent is remembered by the letter itself: one for a registration, an offset and a
beginning. Days are days on the wall clock in Italy, so that a reminder comes at the hour of the
event also when the clocks change in between; hours are hours.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from core.models.letter import Letter
from core.posting import post
from events.books import source_page
from events.models.choices import EventStatus, RegistrationState, ReminderOffset
from events.models.event import EventPage
from events.models.registration import EventBook, Registration

logger = logging.getLogger(__name__)

AHEAD = timedelta(days=8)
DAYS = {ReminderOffset.WEEK.value: 7, ReminderOffset.DAY.value: 1}
HOURS = {ReminderOffset.HOURS.value: 2}
# A reminder that could not leave in time (no worker was running) is dropped after this.
LATE = {
    ReminderOffset.WEEK.value: timedelta(days=2),
    ReminderOffset.DAY.value: timedelta(hours=12),
    ReminderOffset.HOURS.value: timedelta(hours=2),
}


def due_at(page: EventPage, offset: str) -> datetime:
    """When a reminder is to leave.

    For an hour that does not exist on its day, because the clocks were put forward, it is the
    hour after; of an hour that comes twice it is the first.
    """
    if offset in HOURS:
        # In UTC: within one time zone Python would turn the hands of the clock on the wall.
        return page.starts_at.astimezone(UTC) - timedelta(hours=HOURS[offset])
    start = timezone.localtime(page.starts_at)
    wall = start.replace(tzinfo=None) - timedelta(days=DAYS[offset])
    return wall.replace(tzinfo=start.tzinfo, fold=0).astimezone(UTC)


def remind() -> int:
    """Post the reminders that are due; return how many. Doing it twice posts nothing more."""
    now = timezone.now()
    pages = EventPage.objects.live().filter(
        starts_at__gt=now, starts_at__lt=now + AHEAD, alias_of__isnull=True
    )
    keys = set(pages.values_list("translation_key", flat=True))
    posted = 0
    for book in EventBook.objects.filter(translation_key__in=keys):
        try:
            posted += _remind_of(book, now)
        except Exception:
            logger.exception("reminders of registration list %s could not be posted", book.pk)
    return posted


def _remind_of(book: EventBook, now: datetime) -> int:
    page = source_page(book.translation_key)
    if page is None or not page.live or page.is_off or page.starts_at <= now:
        return 0
    due = {offset: due_at(page, offset) for offset in page.reminders if offset in LATE}
    past = {offset: at for offset, at in due.items() if at <= now < at + LATE[offset]}
    if not past:
        return 0
    # Only the last one: who sees a reminder for tomorrow needs none for next week.
    offset = max(past, key=lambda one: past[one])
    known_since = {"confirmed_at__lt": past[offset]}
    found = book.registrations.filter(state=RegistrationState.REGISTERED, **known_since)
    # Whoever got the mail about their seat after the reminder was due knows already.
    wanted = found.exclude(promoted_at__gte=past[offset])
    return _post(list(wanted), page, offset)


def _post(wanted: list[Registration], page: EventPage, offset: str) -> int:
    """Post the letters that are not there yet; what is there is read in one query."""
    start = f"{page.starts_at:%Y-%m-%dT%H:%M}"
    slips = {f"events.reminder:{one.pk}:{offset}:{start}": one for one in wanted}
    known = set(Letter.objects.filter(once__in=slips).values_list("once", flat=True))
    for once, registration in slips.items():
        if once not in known:
            post(
                purpose="events.reminder",
                about_id=registration.pk,
                language=registration.language,
                once=once,
            )
    return len(slips) - len(known)


def is_still_wanted(registration: Registration, page: EventPage) -> bool:
    """Whether a reminder that was posted should leave at this moment."""
    return (
        registration.state == RegistrationState.REGISTERED
        and page.live
        and page.status in (EventStatus.SCHEDULED, EventStatus.MOVED_ONLINE)
        and page.starts_at > timezone.now()
    )
