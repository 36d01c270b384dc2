"""Proof of consents that were given elsewhere: keeping it, showing it, checking it, erasing it.

What was shown and what proves the agreement stand beside the chain, because both may hold a
person's words; the chain holds their hashes, so that neither can be changed unnoticed.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from newsletter import consent
from newsletter.models import (
    ConsentAction,
    ConsentChannel,
    ConsentEvent,
    ConsentProof,
    ConsentWording,
    Subscriber,
)
from newsletter.wordings import WORDINGS, wording

# What stands in the chain where a version of our own words would.
ELSEWHERE = "elsewhere"
# The chain has room for sixty characters; forty-eight of a SHA-256 are enough to hold it.
MARK = "proof:"
KEPT_DIGITS = 48


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody agreed: to which words, when, how, and what shows it."""

    wording: str
    given_date: date
    method: str
    evidence: str
    file_name: str
    line: int
    imported_by: Any = None


@transaction.atomic
def record(*, subscriber: Subscriber, proof: Proof) -> ConsentEvent:
    """Add an imported consent to the chain, and keep what proves it."""
    shown = _keep_wording(proof.wording)
    row = ConsentProof(
        subscriber=subscriber,
        method=proof.method,
        given_date=proof.given_date,
        evidence=proof.evidence,
        file_name=proof.file_name,
        line=proof.line,
        imported_by=proof.imported_by,
        salt=secrets.token_hex(16),
    )
    given_at = _midnight(proof.given_date)
    row.event = consent.record(
        subscriber=subscriber,
        action=ConsentAction.GIVEN,
        channel=ConsentChannel.IMPORT,
        language=subscriber.language,
        wording_version=ELSEWHERE,
        wording_hash=shown.text_hash,
        asked_at=given_at,
        confirmed_at=given_at,
        reference=mark_of(row),
    )
    row.save()
    return row.event


@transaction.atomic
def erase(*, subscriber_id: int) -> int:
    """Delete what proves a reader's consents; what the chain holds tells nothing without it."""
    deleted, _by_model = ConsentProof.objects.filter(subscriber_id=subscriber_id).delete()
    return deleted


def text_of(event: ConsentEvent) -> str:
    """The words a consent was given to, "" where the event names none."""
    if event.wording_version in WORDINGS:
        return wording(event.language, event.wording_version).text
    found = ConsentWording.objects.filter(text_hash=event.wording_hash).first()
    return found.text if found and event.wording_hash else ""


def proof_of(event: ConsentEvent) -> ConsentProof | None:
    """What proves an imported consent; None where it is not imported, or was erased."""
    return ConsentProof.objects.filter(event=event).first()


def problems() -> Iterator[str]:
    """Proofs and words that are not what the chain says."""
    proofs = ConsentProof.objects.select_related("event", "subscriber").order_by("pk")
    for row in proofs.iterator(chunk_size=2000):
        if row.event.reference != mark_of(row) or row.event.subject != row.subscriber.public_id:
            yield f"proof {row.pk}: was changed after event {row.event.number} was recorded"
    for shown in ConsentWording.objects.order_by("pk").iterator(chunk_size=2000):
        if hash_of(shown.text) != shown.text_hash:
            yield f"wording {shown.pk}: was changed after it was recorded"


def mark_of(row: ConsentProof) -> str:
    """What the chain keeps of a proof."""
    values = [
        row.salt,
        str(row.method),
        row.given_date.isoformat(),
        row.evidence,
        row.file_name,
        row.line,
    ]
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"))
    return MARK + hashlib.sha256(text.encode()).hexdigest()[:KEPT_DIGITS]


def hash_of(text: str) -> str:
    """SHA-256 of words, as for our own."""
    return hashlib.sha256(text.encode()).hexdigest()


def _keep_wording(text: str) -> ConsentWording:
    shown, _is_new = ConsentWording.objects.get_or_create(
        text_hash=hash_of(text), defaults={"text": text}
    )
    return shown


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
