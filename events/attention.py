"""What of the events waits for an editor: for the dashboard, and for the mail that asks."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core.models.letter import Letter
from core.posting import post
from events import telling
from events.books import source_page
from events.models.choices import EventStatus, RegistrationState
from events.models.event import EventPage
from events.models.registration import EventBook

# An account is asked for when what happened is still fresh, and no longer when nobody remembers.
REPORT_DUE_AFTER = timedelta(days=3)
REPORT_WANTED_FOR = timedelta(days=365)


def awaiting_report() -> QuerySet[EventPage]:
    """Events that are over for three days or more, at most a year, and have no report yet.

    Only pages in the source language: a report is written once and translated.
    """
    now = timezone.now()
    begun = Q(starts_at__lte=now - REPORT_DUE_AFTER, starts_at__gte=now - REPORT_WANTED_FOR)
    ended = Q(ends_at__isnull=True) | Q(ends_at__lte=now - REPORT_DUE_AFTER)
    off = (EventStatus.CANCELLED, EventStatus.POSTPONED)
    found = EventPage.objects.live().filter(begun, ended, has_report=False, alias_of__isnull=True)
    return found.exclude(status__in=off).filter(_originals()).order_by("starts_at")


def full_waiting_lists() -> QuerySet[EventBook]:
    """Lists of events to come on which people wait, with how many: `waiting_count`."""
    is_waiting = Q(registrations__state=RegistrationState.WAITING)
    found = EventBook.objects.filter(over_at__gt=timezone.now(), page__isnull=False)
    counted = found.annotate(waiting_count=Count("registrations", filter=is_waiting))
    return counted.filter(waiting_count__gt=0).select_related("page").order_by("over_at")


def failed_letters() -> QuerySet[Letter]:
    """Mails of events that did not leave, for good; they name nobody."""
    return Letter.objects.failed().filter(purpose__startswith="events.")


def untold_changes() -> list[tuple[EventBook, str]]:
    """Changes that those who registered have not been told, each with its kind."""
    found = []
    books = EventBook.objects.filter(page__isnull=False).exclude(over_at__lte=timezone.now())
    for book in books.select_related("page"):
        kind = telling.change_to_tell(book, source_page(book.translation_key))
        if kind is not None:
            found.append((book, kind.value))
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


def _originals() -> Q:
    return Q(locale__language_code=settings.LANGUAGE_CODE)
