"""What of the events waits for an editor: for the dashboard, and for the mail that asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models.letter import Letter
from core.posting import post
from events import telling
from events.books import source_pages
from events.models.choices import EventMode, EventStatus, RegistrationState
from events.models.event import EventPage
from events.models.registration import EventBook, NoticeCopy, NoticeKind, Registration

# An account is asked for when what happened is still fresh, and no longer when nobody remembers.
REPORT_DUE_AFTER = timedelta(days=3)
REPORT_WANTED_FOR = timedelta(days=365)
# A mail that failed longer ago is history.
FAILED_FOR = timedelta(days=30)
OFF = (EventStatus.CANCELLED, EventStatus.POSTPONED)
# Who still has something to expect from the event, and so from its mails.
EXPECTED = (
    RegistrationState.PENDING,
    RegistrationState.REGISTERED,
    RegistrationState.WAITING,
)


def awaiting_report() -> QuerySet[EventPage]:
    """Events that are over for three days or more, at most a year, and have no report yet.

    Only pages in the source language: a report is written once and translated.
    """
    now = timezone.now()
    begun = Q(starts_at__lte=now - REPORT_DUE_AFTER, starts_at__gte=now - REPORT_WANTED_FOR)
    ended = Q(ends_at__isnull=True) | Q(ends_at__lte=now - REPORT_DUE_AFTER)
    found = EventPage.objects.live().filter(begun, ended, has_report=False, alias_of__isnull=True)
    return found.exclude(status__in=OFF).filter(_originals()).order_by("starts_at")


def incomplete() -> QuerySet[EventPage]:
    """Public events that do not say what is asked of a new one: by whom, until when, in which town.

    They were published before it was asked. Of what has begun, only the organiser can still be of
    use; of what was long ago, nothing.
    """
    now = timezone.now()
    is_to_come = Q(starts_at__gt=now)
    lacks_organiser = ~Exists(EventPage.organisers.through.objects.filter(eventpage=OuterRef("pk")))
    lacks_end = is_to_come & Q(ends_at__isnull=True, is_all_day=False)
    lacks_town = is_to_come & Q(municipality="") & ~Q(mode=EventMode.ONLINE)
    lacks_town &= ~Q(status=EventStatus.MOVED_ONLINE)
    recent = EventPage.objects.live().filter(starts_at__gte=now - REPORT_WANTED_FOR)
    found = recent.filter(_originals(), lacks_organiser | lacks_end | lacks_town)
    return found.filter(alias_of__isnull=True).exclude(status__in=OFF).order_by("starts_at")


def full_waiting_lists() -> QuerySet[EventBook]:
    """Lists of events to come on which people wait, the longest wait first.

    Each with how many wait (`waiting_count`) and since when the first one does (`waiting_from`).
    Whether more seats can be found is for somebody to decide.
    """
    is_waiting = Q(registrations__state=RegistrationState.WAITING)
    counted = _books_to_come().annotate(
        waiting_count=Count("registrations", filter=is_waiting),
        waiting_from=Min("registrations__waiting_since", filter=is_waiting),
    )
    taking_place = counted.filter(page__live=True).exclude(page__status__in=OFF)
    return taking_place.filter(waiting_count__gt=0).order_by("waiting_from", "pk")


def unreached() -> QuerySet[Registration]:
    """People on lists of events to come to whom a mail could not be delivered, of late.

    Each with when the first such mail was planned (`failed_from`). Whoever cancelled, or was
    cancelled by staff to be entered again with another address, needs no mail any more.
    """
    failed = Letter.objects.failed().filter(created_at__gte=timezone.now() - FAILED_FOR)
    failed = failed.filter(purpose__startswith="events.").order_by("created_at")
    own = failed.exclude(purpose__in=("events.notice", "events.report_due"))
    copies = NoticeCopy.objects.filter(registration=OuterRef(OuterRef("pk"))).order_by()
    told = failed.filter(purpose="events.notice", about_id__in=copies.values("pk"))
    people = Registration.objects.filter(state__in=EXPECTED, book__in=_books_to_come())
    found = people.annotate(
        failed_from=Coalesce(
            Subquery(own.filter(about_id=OuterRef("pk")).values("created_at")[:1]),
            Subquery(told.values("created_at")[:1]),
        )
    )
    return found.filter(failed_from__isnull=False).order_by("failed_from", "pk")


def letters_not_delivered() -> QuerySet[Letter]:
    """The mails that `unreached` is about; they name nobody."""
    people = unreached().order_by().values("pk")
    copies = NoticeCopy.objects.filter(registration__in=people).order_by().values("pk")
    about_one = ~Q(purpose__in=("events.notice", "events.report_due")) & Q(about_id__in=people)
    about_copy = Q(purpose="events.notice", about_id__in=copies)
    return Letter.objects.failed().filter(about_one | about_copy, purpose__startswith="events.")


def untold_changes() -> list[tuple[EventBook, EventPage, NoticeKind]]:
    """Changes that those who registered have not been told: list, page that decides, kind.

    However the page went out, by a button, by approval or by schedule; the event that comes
    first is the first. Two queries, however many there are.
    """
    told = Registration.objects.filter(book=OuterRef("pk"), state__in=telling.TOLD)
    seated = told.filter(state__in=telling.told_states(NoticeKind.ACCESS))
    counted = _books_to_come().annotate(has_seated=Exists(seated)).filter(Exists(told))
    books: list[Any] = list(counted.order_by("over_at", "pk"))
    pages = source_pages(book.translation_key for book in books)
    found = []
    for book in books:
        page = pages.get(book.translation_key)
        kind = telling.change_between(book, page)
        if page is None or kind is None:
            continue
        if kind != NoticeKind.ACCESS or book.has_seated:
            found.append((book, page, kind))
    return found


def ask_for_reports() -> int:
    """Write to the owners of pages that wait for a report, once for each event; how many waited."""
    pages = awaiting_report().filter(owner__isnull=False, owner__is_active=True)
    recent = pages.filter(starts_at__gte=timezone.now() - timedelta(days=30))
    for page in recent.select_related("owner", "locale"):
        post(
            purpose="events.report_due",
            about_id=page.pk,
            language=page.locale.language_code,
            once=f"events.report_due:{page.translation_key}",
        )
    return len(recent)


def _books_to_come() -> QuerySet[EventBook]:
    return EventBook.objects.filter(over_at__gt=timezone.now(), page__isnull=False)


def _originals() -> Q:
    return Q(locale__language_code=settings.LANGUAGE_CODE)
