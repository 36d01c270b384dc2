"""The re-use ledger: noting who has taken a practice up, and asking both sides whether it is so.

Only what both sides have confirmed is public, and only as they have confirmed it: when staff change
the facts, both are asked again. Each side gets a link of its own by mail; it opens a page, and only
its buttons confirm or decline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core import posting, tokens
from core.models import User
from practices.contacting import Person, contact_of, contact_of_cooperative
from practices.models import Adoption, AdoptionInquiry, PracticePage
from practices.models.adoption import CONFIRMED_AT
from practices.models.practice_choices import Side

LETTER = "practices.adoption"
REMINDER = "practices.adoption-reminder"
LINK = "practices.adoption-inquiry"
LINK_AGE = timedelta(days=120)
REMIND_AFTER = timedelta(days=14)
AT_MOST, WITHIN = 3, timedelta(days=30)
"""Questions about one re-use to one address: whoever presses the button, however often."""
BATCH = 50
"""How many letters are posted at one turn."""
FACTS = (
    "practice_id",
    "cooperative_id",
    "adopter_name",
    "place",
    "adopted_date",
    "what_changed",
    "status",
)
"""What the two sides confirm: they read it on the page behind their link."""


class AdoptionDeclined(Exception):
    """One of the sides has said that it is not so; staff have to look at it."""


class FactsChanged(Exception):
    """The facts are others than those that were read before the button was pressed."""


@dataclass(slots=True)
class Asked:
    """What came of asking: who was written to, who could not be, whether answers were dropped."""

    asked: list[Side] = field(default_factory=list)
    unreachable: list[Side] = field(default_factory=list)
    held_back: list[Side] = field(default_factory=list)
    has_dropped: bool = False


# --- asking ------------------------------------------------------------------
@transaction.atomic
def ask(*, adoption: Adoption, by: User | None = None, again: bool = False) -> Asked:
    """Ask the sides that have not confirmed, where nobody has been asked at the known address.

    With `again` also those who were; in any case no address more than `AT_MOST` times `WITHIN`.
    """
    adoption, outcome = _locked(adoption.pk), Asked()
    if adoption.declined_at is not None:
        return outcome
    for side in Side:
        if getattr(adoption, CONFIRMED_AT[side]) is None:
            _ask_side(adoption, side, outcome, by=by, again=again)
    if outcome.asked and adoption.asked_at is None:
        adoption.asked_at = timezone.now()
        adoption.save(update_fields=["asked_at"])
    return outcome


@transaction.atomic
def ask_again(*, adoption_id: int, by: User | None) -> Asked:
    """Write once more to the sides that have not confirmed; what was refused is asked anew."""
    adoption = _locked(adoption_id)
    if adoption.declined_at is not None:
        adoption.declined_at, adoption.declined_reason = None, ""
        adoption.save()
    return ask(adoption=adoption, by=by, again=True)


@transaction.atomic
def follow_correction(
    *, adoption_id: int, before: Mapping[str, Any], by: User | None = None
) -> Asked:
    """Ask anew where staff have changed what was confirmed or refused, or an address.

    `before` is what `facts_of` gave before the change. Answers about other facts are dropped: the
    re-use is not public until both sides have confirmed it as it stands now.
    """
    adoption = _locked(adoption_id)
    answers = (adoption.origin_confirmed_at, adoption.adopter_confirmed_at, adoption.declined_at)
    if facts_of(adoption) == dict(before) or not any(answers):
        return ask(adoption=adoption, by=by)
    adoption.origin_confirmed_at = adoption.adopter_confirmed_at = None
    adoption.declined_at, adoption.declined_reason = None, ""
    adoption.save()
    # The links under which the dropped answers were given lead nowhere from now on.
    answered = adoption.inquiries.filter(answered_at__isnull=False, closed_at__isnull=True)
    answered.update(closed_at=timezone.now())
    outcome = ask(adoption=adoption, by=by, again=True)
    outcome.has_dropped = True
    return outcome


def ask_about(*, practice: PracticePage) -> None:
    """Ask where a practice's contact has become known, or another."""
    for adoption in Adoption.objects.of(practice).waiting():
        ask(adoption=adoption)


def ask_what_waits() -> int:
    """Ask sides that have become reachable since, at whatever address; return how many letters."""
    count = 0
    for adoption in Adoption.objects.waiting().order_by("pk"):
        count += len(ask(adoption=adoption).asked)
        if count >= BATCH:
            break
    return count


def remind(*, at: datetime | None = None) -> int:
    """Write once more where a side has not answered for a while; return how many were reminded."""
    moment, reminded = at or timezone.now(), 0
    due = AdoptionInquiry.objects.open().filter(
        asked_at__lte=moment - REMIND_AFTER,
        reminded_at__isnull=True,
        adoption__declined_at__isnull=True,
    )
    for number, adoption_id in list(due.order_by("pk").values_list("pk", "adoption_id")[:BATCH]):
        with transaction.atomic():
            adoption = _locked(adoption_id)
            inquiry = AdoptionInquiry.objects.get(pk=number)
            if not inquiry.is_open or inquiry.reminded_at is not None:
                continue  # answered, or reminded by another worker, since we looked
            inquiry.reminded_at = moment
            inquiry.save(update_fields=["reminded_at"])
            _post(REMINDER, inquiry, adoption)
            reminded += 1
    return reminded


def person_of(adoption: Adoption, side: str) -> Person | None:
    """Who is asked for a side, None where nobody is known."""
    if side == Side.ORIGIN:
        return contact_of(adoption.practice)
    if adoption.adopter_email:
        return Person("", adoption.adopter_email)
    return contact_of_cooperative(adoption.cooperative)


def recipient_of(inquiry: AdoptionInquiry) -> Person | None:
    """Who is to get a question's letter; None when it is over, or the address has changed."""
    person = person_of(inquiry.adoption, inquiry.side)
    is_wanted = inquiry.is_open and inquiry.adoption.declined_at is None
    if person is None or not is_wanted or _hash(person.email) != inquiry.address_hash:
        return None
    return person


# --- answering ---------------------------------------------------------------
@transaction.atomic
def confirm(*, adoption_id: int, side: Side, seen: str | None = None) -> Adoption:
    """Note that a side says it is so; a second time nothing changes.

    `seen` is the fingerprint of the facts that were read. Raises AdoptionDeclined when one of the
    sides has said otherwise, FactsChanged when others stand there now, Adoption.DoesNotExist.
    """
    adoption = _locked(adoption_id)
    if adoption.declined_at is not None:
        raise AdoptionDeclined
    if seen is not None and seen != fingerprint(adoption):
        raise FactsChanged
    if getattr(adoption, CONFIRMED_AT[side]) is None:
        setattr(adoption, CONFIRMED_AT[side], timezone.now())
        adoption.save()
        _note_answer(adoption, side)
    return adoption


@transaction.atomic
def decline(*, adoption_id: int, side: Side, reason: str = "") -> Adoption:
    """Note that a side says it is not so: it is not public (any longer); staff see why."""
    adoption = _locked(adoption_id)
    if adoption.declined_at is None:
        adoption.declined_at, adoption.declined_reason = timezone.now(), reason.strip()
        setattr(adoption, CONFIRMED_AT[side], None)
        adoption.save()
        _note_answer(adoption, side)
    return adoption


def facts_of(adoption: Adoption) -> dict[str, Any]:
    """What the sides confirm, so that it compares: line ends do not matter."""
    facts = {name: getattr(adoption, name) for name in FACTS}
    words = str(facts["what_changed"])
    return facts | {"what_changed": words.strip().replace("\r\n", "\n")}


def fingerprint(adoption: Adoption) -> str:
    """Tells whether the facts are still those that somebody has read."""
    facts = "\n".join(f"{name}: {value}" for name, value in facts_of(adoption).items())
    return salted_hmac("practices.adoption-facts", facts, algorithm="sha256").hexdigest()


def link_token(inquiry: AdoptionInquiry) -> str:
    """The token of the link under which a side answers."""
    return tokens.issue(LINK, str(inquiry.pk))


def inquiry_behind(token: str) -> AdoptionInquiry:
    """The question a link answers.

    Raises TokenExpired, TokenInvalid, and AdoptionInquiry.DoesNotExist when a newer letter, or one
    to another address, has taken its place.
    """
    number = int(tokens.read(LINK, token, max_age=int(LINK_AGE.total_seconds())))
    rows = AdoptionInquiry.objects.filter(closed_at__isnull=True)
    return rows.select_related("adoption__practice", "adoption__cooperative").get(pk=number)


# --- details -----------------------------------------------------------------
def _ask_side(
    adoption: Adoption, side: Side, outcome: Asked, *, by: User | None, again: bool
) -> None:
    """Ask one side, if there is somebody to ask and they have not been asked enough."""
    now, person = timezone.now(), person_of(adoption, side)
    known = adoption.inquiries.open().filter(side=side).first()
    hashed = _hash(person.email) if person else ""
    is_same = known is not None and known.address_hash == hashed
    if known is not None and not is_same:
        _close(known)  # whoever it went to was the wrong one
    if person is None:
        outcome.unreachable.append(side)
        return
    if is_same and not again:
        return
    lately = adoption.inquiries.filter(side=side, address_hash=hashed, asked_at__gt=now - WITHIN)
    if lately.count() >= AT_MOST:
        outcome.held_back.append(side)
        return
    if known is not None and is_same:
        _close(known)
    inquiry = AdoptionInquiry.objects.create(
        adoption=adoption, side=side, address_hash=hashed, asked_at=now, asked_by=by
    )
    _post(LETTER, inquiry, adoption)
    outcome.asked.append(side)


def _post(purpose: str, inquiry: AdoptionInquiry, adoption: Adoption) -> None:
    posting.post(
        purpose=purpose,
        about_id=inquiry.pk,
        language=adoption.practice.locale.language_code,
        once=f"{purpose}:{inquiry.pk}",
    )


def _close(inquiry: AdoptionInquiry) -> None:
    inquiry.closed_at = timezone.now()
    inquiry.save(update_fields=["closed_at"])


def _note_answer(adoption: Adoption, side: Side) -> None:
    adoption.inquiries.open().filter(side=side).update(answered_at=timezone.now())


def _hash(email: str) -> str:
    """A keyed hash of an address: tells addresses apart without keeping them."""
    return salted_hmac("practices.adoption", email.strip().lower(), algorithm="sha256").hexdigest()


def _locked(adoption_id: int) -> Adoption:
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("practice__locale")
    return rows.get(pk=adoption_id)
