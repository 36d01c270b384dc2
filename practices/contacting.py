"""Whom to write to about a practice."""

from __future__ import annotations

from dataclasses import dataclass

from practices.models import Cooperative, CooperativeContact, PracticePage, PracticeRecord


class NoAddress(LookupError):
    """Nobody is known who could be written to."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to write to. Never shown outside the admin."""

    name: str
    email: str


def contact_of(practice: PracticePage) -> Person | None:
    """Who answers for a practice: its own contact person, or else its cooperative's."""
    record = PracticeRecord.objects.filter(translation_key=practice.translation_key).first()
    if record is not None and record.contact_email:
        return Person(record.contact_name, record.contact_email)
    return contact_of_cooperative(practice.lead_cooperative)


def contact_of_cooperative(cooperative: Cooperative | None) -> Person | None:
    """The first contact of a cooperative that has an e-mail address, or its office."""
    if cooperative is None:
        return None
    contacts = CooperativeContact.objects.filter(cooperative=cooperative).exclude(email="")
    first = contacts.order_by("sort_order", "pk").first()
    if first is not None:
        return Person(first.name, first.email)
    return Person("", cooperative.public_email) if cooperative.public_email else None
