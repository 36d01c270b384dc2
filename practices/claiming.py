"""A cooperative claims its own record, by a link in a mail and without a password.

Staff invite somebody, or somebody asks on the cooperative's public page. Whoever asks from an
address of the cooperative's own site gets the link at once; other requests wait for staff. The
page answers the same in every case. The link works once, by a button; from then on a second link,
which is never mailed, opens the form for a while.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from core import email_addresses, networks, tokens
from core.models import User
from core.posting import post
from practices import holding
from practices.holding import ClaimGone
from practices.models import Claim, ClaimState, ClaimStatus, Cooperative
from practices.speaking import speaks_for

LINK = "practices.claim"
FORM = "practices.own-record"
LETTER = "practices.claim-link"
LINK_AGE = timedelta(days=7)
FORM_AGE = timedelta(hours=12)
FORGET_AFTER = timedelta(days=90)
STANDING = (ClaimState.ASKED, ClaimState.INVITED, ClaimState.CONFIRMED)
DAY = timedelta(days=1)
# Requests taken in within a day: from one network, about one cooperative, altogether.
FROM_NETWORK, ABOUT_ONE, ALTOGETHER = 8, 4, 200
# Links sent to one address within a day, whoever asks.
TO_ADDRESS = 3

INVITED, VERIFIED = "practices.invite_cooperative", "practices.verify_cooperative"
CONFIRMED, REFUSED = "practices.claim_cooperative", "practices.refuse_claim"


class TooManyClaims(Exception):
    """No more requests are taken in today."""


# --- asking and inviting -----------------------------------------------------
@transaction.atomic
def invite(
    *,
    cooperative: Cooperative,
    email: str,
    language: str,
    user: User | None,
    name: str = "",
    role: str = "",
) -> Claim:
    """Send somebody the link, because staff say so.

    Raises ValidationError for a wrong address, ClaimGone when the record was merged meanwhile.
    """
    address = email_addresses.parse(email)
    cooperative = holding.hold_record(cooperative.pk)
    claim = Claim.objects.create(
        cooperative=cooperative,
        state=ClaimState.ASKED,
        email=address.email,
        name=name,
        role=role,
        language=language,
        is_by_staff=True,
        invited_by=user,
    )
    _send_link(claim)
    log(instance=cooperative, action=INVITED, user=user)
    return claim


@transaction.atomic
def ask(
    *,
    cooperative: Cooperative,
    email: str,
    language: str,
    network: str,
    name: str = "",
    role: str = "",
) -> None:
    """Take in a request from the public page; says nothing about what comes of it.

    Raises ValidationError for a wrong address, TooManyClaims, ClaimGone when the record was
    merged meanwhile.
    """
    address = email_addresses.parse(email)
    cooperative = holding.hold_record(cooperative.pk)
    asked_from = networks.hash_for_today(network, purpose="practices.claims")
    _refuse_too_many(cooperative, asked_from)
    claim = Claim.objects.create(
        cooperative=cooperative,
        state=ClaimState.ASKED,
        email=address.email,
        name=name[:120],
        role=role[:120],
        language=language,
        asked_from=asked_from,
    )
    if not _may_mail(address.email):
        holding.close(claim, ClaimState.REPLACED)
    elif speaks_for(address.email, cooperative) or _is_confirmed(address.email, cooperative):
        _send_link(claim)
    else:
        holding.raise_status(cooperative, ClaimStatus.REQUESTED)


@transaction.atomic
def accept(*, claim_id: int, user: User | None) -> Claim:
    """Send the link to somebody who asked and waits; a second time nothing happens.

    Raises ClaimGone when the record was merged meanwhile.
    """
    claim = holding.hold_claim(claim_id)
    if claim.state == ClaimState.ASKED:
        claim.invited_by = user
        _send_link(claim)
        log(instance=claim.cooperative, action=INVITED, user=user)
    return claim


@transaction.atomic
def refuse(*, claim_id: int, user: User | None) -> Claim:
    """Refuse a request, or take back a link or a claim; the address is forgotten.

    What has come to an end already stays as it ended.
    """
    claim = holding.hold_claim(claim_id, even_if_merged=True)
    if claim.state not in STANDING:
        return claim
    was_asked = claim.state == ClaimState.ASKED
    holding.close(claim, ClaimState.REFUSED if was_asked else ClaimState.REVOKED)
    holding.lower_status(claim.cooperative)
    log(instance=claim.cooperative, action=REFUSED, user=user)
    return claim


# --- the link ----------------------------------------------------------------
def link_token(claim: Claim) -> str:
    """What stands in the mailed link."""
    return tokens.issue(LINK, str(claim.public_id))


def look(*, token: str) -> Claim:
    """The claim behind a mailed link that can still be confirmed. Raises TokenError, ClaimGone."""
    return _standing(_read(LINK, token, LINK_AGE), ClaimState.INVITED)


@transaction.atomic
def confirm(*, token: str) -> tuple[Claim, str]:
    """Confirm a claim; give it back with the token of the form. Works once.

    Raises TokenError, ClaimGone.
    """
    public_id = _read(LINK, token, LINK_AGE)
    found = _standing(public_id, ClaimState.INVITED)
    claim = holding.hold_claim(found.pk)
    cooperative = claim.cooperative
    holding.refuse_gone(claim, ClaimState.INVITED)
    claim.state, claim.confirmed_at = ClaimState.CONFIRMED, timezone.now()
    claim.save(update_fields=["state", "confirmed_at"])
    holding.raise_status(cooperative, ClaimStatus.CLAIMED)
    log(instance=cooperative, action=CONFIRMED)
    return claim, form_token(claim)


def form_token(claim: Claim) -> str:
    """What opens the form for a while; it is never mailed."""
    return tokens.issue(FORM, str(claim.public_id))


def holder(*, token: str) -> Claim:
    """Who may fill in the form behind a token. Raises TokenError, ClaimGone."""
    return _standing(_read(FORM, token, FORM_AGE), ClaimState.CONFIRMED)


@transaction.atomic
def verify(*, cooperative_id: int, user: User | None) -> Cooperative:
    """Say that who claims a record is known to be the cooperative (by PEC, or by a referent)."""
    cooperative = holding.hold_record(cooperative_id, even_if_merged=True)
    if cooperative.claim_status == ClaimStatus.CLAIMED:
        cooperative.claim_status = ClaimStatus.VERIFIED
        cooperative.save(update_fields=["claim_status"])
        log(instance=cooperative, action=VERIFIED, user=user)
    return cooperative


def forget() -> int:
    """Wipe addresses of claims that came to nothing, and traces of networks; return how many."""
    now = timezone.now()
    Claim.objects.filter(created_at__lt=now - DAY).exclude(asked_from="").update(asked_from="")
    unanswered = Claim.objects.filter(
        state__in=(ClaimState.ASKED, ClaimState.INVITED), created_at__lt=now - FORGET_AFTER
    )
    ids = set(unanswered.values_list("cooperative_id", flat=True))
    count = unanswered.update(state=ClaimState.REPLACED, email="", name="", role="")
    for number in sorted(ids):
        with transaction.atomic():
            holding.lower_status(holding.hold_record(number, even_if_merged=True))
    return count


# --- details -----------------------------------------------------------------
def _is_confirmed(email: str, cooperative: Cooperative) -> bool:
    """Whether the address has claimed this record before: its owner comes back."""
    return cooperative.claims.filter(state=ClaimState.CONFIRMED, email__iexact=email).exists()


def _send_link(claim: Claim) -> None:
    """Write the letter down; older links to the same address do not work any more."""
    older = claim.cooperative.claims.filter(state=ClaimState.INVITED, email__iexact=claim.email)
    older.exclude(pk=claim.pk).update(state=ClaimState.REPLACED, email="")
    claim.state, claim.invited_at = ClaimState.INVITED, timezone.now()
    claim.save(update_fields=["state", "invited_at", "invited_by"])
    post(
        purpose=LETTER,
        about_id=claim.pk,
        language=claim.language,
        once=f"{LETTER}:{claim.public_id}",
    )
    holding.raise_status(claim.cooperative, ClaimStatus.INVITED)


def _read(purpose: str, token: str, age: timedelta) -> UUID:
    value = tokens.read(purpose, token, max_age=int(age.total_seconds()))
    try:
        return UUID(value)
    except ValueError as error:
        raise tokens.TokenInvalid from error


def _standing(public_id: UUID, wanted: ClaimState) -> Claim:
    claim = (
        Claim.objects.filter(public_id=public_id).select_related("cooperative__territory").first()
    )
    if claim is None:
        raise ClaimGone("gone")
    holding.refuse_gone(claim, wanted)
    return claim


def _refuse_too_many(cooperative: Cooperative, asked_from: str) -> None:
    """Raise TooManyClaims when enough has been asked within a day."""
    recent = Claim.objects.filter(is_by_staff=False, created_at__gt=timezone.now() - DAY)
    if (
        recent.filter(asked_from=asked_from).count() >= FROM_NETWORK
        or recent.filter(cooperative=cooperative).count() >= ABOUT_ONE
        or recent.count() >= ALTOGETHER
    ):
        raise TooManyClaims


def _may_mail(email: str) -> bool:
    """Whether an address may get another link today."""
    sent = Claim.objects.filter(email__iexact=email, invited_at__gt=timezone.now() - DAY)
    return sent.count() < TO_ADDRESS
