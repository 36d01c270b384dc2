"""Asking those who look after a cooperative's record whether it is still so.

Eighteen months after a record was last confirmed, everybody who has claimed it gets a letter with a
link. It opens a page that shows what the hub says; only a button confirms it, or opens the form for
changes. Records that nobody looks after, or nobody answers for, wait for staff.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.log_actions import log

from core import tokens
from core.models import User
from core.posting import post
from practices import holding
from practices.holding import ClaimGone
from practices.models import (
    Claim,
    ClaimState,
    Cooperative,
    CooperativeQuerySet,
    Proposal,
)
from practices.models.claim import ClaimQuerySet

LETTER = "practices.review"
REMINDER = "practices.review-reminder"
LINK = "practices.review"
LINK_AGE = timedelta(days=60)
REMIND_AFTER = timedelta(days=14)
SILENT_AFTER = timedelta(days=45)
ASK_AGAIN_AFTER = timedelta(days=183)
"""How long the hub waits with its next letter when nobody has answered the last ones."""
BATCH = 50
"""How many letters are posted at one turn: they leave in a trickle, not in a flood."""
STILL_TRUE = "practices.confirm_cooperative"
CONFIRMED_TO_STAFF = "practices.confirm_cooperative_to_staff"


# --- asking ------------------------------------------------------------------
def ask_what_is_due(*, at: datetime | None = None) -> int:
    """Ask the holders of records that nobody has confirmed for too long; return how many."""
    moment = at or timezone.now()
    return _write(_to_ask(moment), LETTER, moment)


def remind(*, at: datetime | None = None) -> int:
    """Write once more to those who have not answered for a while; return how many."""
    moment = at or timezone.now()
    return _write(_to_remind(moment), REMINDER, moment)


def without_answer(*, at: datetime | None = None) -> CooperativeQuerySet:
    """Records to be confirmed for which no answer is to be hoped for: staff have to ask.

    Nobody looks after them, or whoever does has not answered. Those that have proposed changes
    wait for staff already.
    """
    moment = at or timezone.now()
    hoped_for = Claim.objects.holding().filter(
        Q(review_asked_at__isnull=True) | Q(review_asked_at__gt=moment - SILENT_AFTER),
        cooperative=OuterRef("pk"),
    )
    return _due(moment).filter(~Exists(hoped_for))


def is_open(claim: Claim) -> bool:
    """Whether the question a holder was asked still waits for an answer."""
    record, asked_at = claim.cooperative, claim.review_asked_at
    is_holder = claim.state == ClaimState.CONFIRMED and bool(claim.email)
    if asked_at is None or not is_holder or not (record.has_profile and record.is_living):
        return False
    return record.last_confirmed_at is None or record.last_confirmed_at < asked_at


# --- answering ---------------------------------------------------------------
def link_token(claim: Claim) -> str:
    """What stands in the mailed link."""
    return tokens.issue(LINK, str(claim.public_id))


def look(*, token: str) -> Claim:
    """Who was asked, by the link they got. Raises TokenError, ClaimGone (also when answered)."""
    value = tokens.read(LINK, token, max_age=int(LINK_AGE.total_seconds()))
    rows = Claim.objects.select_related("cooperative__territory")
    claim = rows.filter(public_id=UUID(value)).first()
    if claim is None:
        raise ClaimGone("gone")
    holding.refuse_gone(claim, ClaimState.CONFIRMED)
    if not is_open(claim):
        raise ClaimGone("answered")
    return claim


@transaction.atomic
def confirm_still_true(*, claim: Claim) -> None:
    """Note that the cooperative says its record is right as it stands. Raises ClaimGone."""
    cooperative = holding.hold_own_record(claim=claim)
    _confirm(cooperative)
    log(instance=cooperative, action=STILL_TRUE)


@transaction.atomic
def confirm_by_staff(*, cooperative_id: int, user: User | None) -> None:
    """Note that the cooperative has said to staff that its record is right. Raises ClaimGone."""
    cooperative = holding.hold_record(cooperative_id)
    _confirm(cooperative)
    log(instance=cooperative, action=CONFIRMED_TO_STAFF, user=user)


# --- details -----------------------------------------------------------------
def _due(moment: datetime) -> CooperativeQuerySet:
    """Records to be confirmed; not those whose cooperative has just said what is different."""
    proposed = Proposal.objects.waiting().filter(cooperative=OuterRef("pk"))
    return Cooperative.objects.to_confirm(moment).filter(~Exists(proposed))


def _to_ask(moment: datetime) -> ClaimQuerySet:
    not_lately = Q(review_asked_at__isnull=True) | Q(review_asked_at__lte=moment - ASK_AGAIN_AFTER)
    return Claim.objects.holding().filter(not_lately, cooperative__in=_due(moment))


def _to_remind(moment: datetime) -> ClaimQuerySet:
    return Claim.objects.holding().filter(
        cooperative__in=_due(moment),
        review_asked_at__lte=moment - REMIND_AFTER,
        review_asked_at__gt=moment - SILENT_AFTER,
        review_reminded_at__isnull=True,
    )


def _write(chosen: ClaimQuerySet, purpose: str, moment: datetime) -> int:
    """Note for each claim that its holder is written to, and post the letter."""
    count = 0
    for number in list(chosen.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            claim = holding.hold_claim(number, even_if_merged=True)
            if not chosen.filter(pk=number).exists():
                continue  # answered, merged, or written to by another worker, since we looked
            if purpose == LETTER:
                claim.review_asked_at, claim.review_reminded_at = moment, None
            else:
                claim.review_reminded_at = moment
            claim.save(update_fields=["review_asked_at", "review_reminded_at"])
            post(
                purpose=purpose,
                about_id=claim.pk,
                language=claim.language,
                once=f"{purpose}:{claim.pk}:{claim.review_asked_at:%Y-%m-%d}",
            )
            count += 1
    return count


def _confirm(cooperative: Cooperative) -> None:
    Cooperative.objects.filter(pk=cooperative.pk).update(last_confirmed_at=timezone.now())
