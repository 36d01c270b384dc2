"""Words beside a public practice that nobody may see; see `tests/planting.py`."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from practices import recording
from practices.models import (
    Adoption,
    Consent,
    Inquiry,
    PracticePage,
    RelayedMessage,
    Testimony,
)
from practices.models.practice_choices import Answer, InquiryKind

CANARY = "canarino"  # as in tests/planting.py, which imports this module


def plant_beside(practice: PracticePage) -> None:
    """A contact, an answer from a cooperative, and re-uses that are not confirmed by both sides."""
    record = recording.trace(
        practice=practice,
        origin="editorial",
        contact_name=f"{CANARY}-practice-contact",
        contact_email=f"{CANARY}-practice@example.org",
    )
    now = timezone.now()
    Inquiry.objects.create(
        record=record,
        kind=InquiryKind.STILL_SO,
        asked_at=now,
        answer=Answer.CHANGED,
        answered_at=now,
        message=f"{CANARY}-answer",
        answered_by=f"{CANARY}-answered-by",
    )
    Testimony.objects.create(
        practice=practice,
        text=f"{CANARY}-testimony",
        name=f"{CANARY}-testimony-name",
        role=f"{CANARY}-testimony-role",
        consent=Consent.WITHDRAWN,
    )
    Testimony.objects.create(
        practice=practice,
        text="Qui ho trovato un mestiere.",
        name="Lia",
        role="socia",
        consent=Consent.GIVEN,
        consent_date=date(2025, 3, 1),
        consent_note=f"{CANARY}-consent-note",
    )
    if practice.lead_cooperative:
        RelayedMessage.objects.create(
            cooperative=practice.lead_cooperative,
            practice=practice,
            name=f"{CANARY}-visitor",
            email=f"{CANARY}-visitor@example.org",
            text=f"{CANARY}-visitor-words",
            asked_from=f"{CANARY}-network",
        )
    Adoption.objects.create(
        practice=practice,
        adopter_name=f"{CANARY}-half-confirmed",
        adopter_email=f"{CANARY}-adopter@example.org",
        place="Bari",
        adopted_date=date(2025, 3, 1),
        origin_confirmed_at=now,
    )
    Adoption.objects.create(
        practice=practice,
        adopter_name="Comune di Prova",
        adopter_email=f"{CANARY}-second-adopter@example.org",
        place="Bari",
        adopted_date=date(2025, 3, 1),
        origin_confirmed_at=now,
        adopter_confirmed_at=now,
    )
