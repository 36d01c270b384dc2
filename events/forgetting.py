"""Keeping the promises of the privacy notice: what is deleted, and when.

The periods stand in the texts of `events.privacy_notices`: change both together.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events import books, registering
from events.models.choices import RegistrationState
from events.models.registration import NoticeCopy, Registration

UNCONFIRMED = timedelta(days=2)
ACCESS_NEEDS = timedelta(days=30)
PERSONAL_DATA = timedelta(days=365)
# A page may be deleted before its event: then the book's own note of the end counts.
NOBODY = {
    "name": "",
    "email": "",
    "email_key": "",
    "organisation": "",
    "access_needs": "",
    "answers": [],
}


def forget_unconfirmed() -> int:
    """Delete who never confirmed; return how many."""
    before = timezone.now() - UNCONFIRMED
    late = Registration.objects.filter(state=RegistrationState.PENDING, created_at__lte=before)
    return late.delete()[0]


def forget_access_needs() -> int:
    """Delete what people said they need, 30 days after the event; return how many."""
    over = Registration.objects.filter(book__over_at__lte=timezone.now() - ACCESS_NEEDS)
    return over.exclude(access_needs="").update(access_needs="")


def anonymise() -> int:
    """Leave only numbers of events that ended a year ago; return of how many people."""
    over = Q(book__over_at__lte=timezone.now() - PERSONAL_DATA)
    return Registration.objects.filter(over, anonymised_at__isnull=True).update(
        **NOBODY, anonymised_at=timezone.now()
    )


def erase(*, registration_id: int) -> None:
    """Forget a person at their request; before the event that also gives their seat back."""
    registering.cancel(registration_id=registration_id)
    book_id = Registration.objects.values_list("book_id", flat=True).get(pk=registration_id)
    with books.locked(book_id):
        NoticeCopy.objects.filter(registration=registration_id).delete()
        Registration.objects.filter(pk=registration_id).update(
            **NOBODY, anonymised_at=timezone.now()
        )


@transaction.atomic
def export(registration: Registration) -> dict[str, object]:
    """Everything the hub knows about a person at an event, as plain data."""
    moments = ("created_at", "confirmed_at", "waiting_since", "promoted_at", "cancelled_at")
    return {
        "event": registration.book.title,
        "state": registration.state,
        "name": registration.name,
        "email": registration.email,
        "organisation": registration.organisation,
        "language": registration.language,
        "access_needs": registration.access_needs,
        "answers": registration.answers,
        "code": registration.code,
        "privacy_notice": registration.notice_version,
        **{name: _written(getattr(registration, name)) for name in (*moments, "checked_in_at")},
    }


def _written(moment: object) -> str | None:
    return moment.isoformat(timespec="seconds") if hasattr(moment, "isoformat") else None
