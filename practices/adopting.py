"""The re-use ledger: noting who has taken a practice up, and asking both sides whether it is so.

Only what both sides have confirmed is public. Each side gets a link of its own by mail; it opens a
page, and only its buttons confirm or decline.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from core import posting, tokens
from practices.contacting import Person, contact_of, contact_of_cooperative
from practices.models import Adoption

LETTER = "practices.adoption-"
LINK = "practices.adoption"
LINK_AGE = timedelta(days=120)


class Side(StrEnum):
    """Who is asked: the cooperative of the practice, or whoever took it up."""

    ORIGIN = "origin"
    ADOPTER = "adopter"


CONFIRMED_AT = {Side.ORIGIN: "origin_confirmed_at", Side.ADOPTER: "adopter_confirmed_at"}


class AdoptionDeclined(Exception):
    """One of the sides has said that it is not so; staff have to look at it."""


@transaction.atomic
def ask(*, adoption: Adoption) -> list[Side]:
    """Ask the sides that have not answered; return those nobody is known of to write to."""
    unreachable = []
    for side in Side:
        if getattr(adoption, CONFIRMED_AT[side]) or adoption.declined_at:
            continue
        if person_of(adoption, side) is None:
            unreachable.append(side)
            continue
        purpose = LETTER + side
        language = adoption.practice.locale.language_code
        once = f"{purpose}:{adoption.pk}"
        posting.post(purpose=purpose, about_id=adoption.pk, language=language, once=once)
    adoption.asked_at = adoption.asked_at or timezone.now()
    adoption.save(update_fields=["asked_at"])
    return unreachable


def person_of(adoption: Adoption, side: Side) -> Person | None:
    """Who is asked for a side, None where nobody is known."""
    if side is Side.ORIGIN:
        return contact_of(adoption.practice)
    if adoption.adopter_email:
        return Person("", adoption.adopter_email)
    return contact_of_cooperative(adoption.cooperative)


@transaction.atomic
def confirm(*, adoption_id: int, side: Side) -> Adoption:
    """Note that a side says it is so; a second time nothing changes.

    Raises AdoptionDeclined when one of the sides has said otherwise, Adoption.DoesNotExist.
    """
    adoption = _locked(adoption_id)
    if adoption.declined_at is not None:
        raise AdoptionDeclined
    if getattr(adoption, CONFIRMED_AT[side]) is None:
        setattr(adoption, CONFIRMED_AT[side], timezone.now())
        adoption.save()
    return adoption


@transaction.atomic
def decline(*, adoption_id: int, reason: str = "") -> Adoption:
    """Note that a side says it is not so: it is not public (any longer); staff see why."""
    adoption = _locked(adoption_id)
    if adoption.declined_at is None:
        adoption.declined_at, adoption.declined_reason = timezone.now(), reason.strip()
        adoption.save()
    return adoption


def _locked(adoption_id: int) -> Adoption:
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("practice")
    return rows.get(pk=adoption_id)


def link_token(adoption: Adoption, side: Side) -> str:
    """The token of the link under which a side answers."""
    return tokens.issue(LINK, f"{adoption.pk}:{side}")


def read_token(token: str) -> tuple[int, Side]:
    """Which re-use, and for which side; raises TokenExpired or TokenInvalid."""
    value = tokens.read(LINK, token, max_age=int(LINK_AGE.total_seconds()))
    number, _colon, side = value.partition(":")
    return int(number), Side(side)
