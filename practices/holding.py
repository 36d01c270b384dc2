"""A claim held together with its record, and what becomes of both.

Whoever acts upon a claim locks the record first and its claims after: so nobody waits for somebody
who waits for them, and nobody writes over what another has just decided.
"""

from __future__ import annotations

from practices.models import Claim, ClaimState, ClaimStatus, Cooperative


class ClaimGone(Exception):
    """The link was right, and there is nothing behind it any more; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def hold_own_record(*, claim: Claim) -> Cooperative:
    """Lock the record a claim speaks for, within a transaction, while something is done with it.

    Raises ClaimGone when the claim was taken back, or the record merged, meanwhile.
    """
    now = hold_claim(claim.pk)
    refuse_gone(now, ClaimState.CONFIRMED)
    return now.cooperative


def hold_record(cooperative_id: int, *, even_if_merged: bool = False) -> Cooperative:
    """The record as it stands now, locked until the transaction ends.

    Raises ClaimGone when it was merged into another, unless that does not matter.
    """
    cooperative = Cooperative.objects.select_for_update().get(pk=cooperative_id)
    if cooperative.merged_into_id is not None and not even_if_merged:
        raise ClaimGone("merged")
    return cooperative


def hold_claim(claim_id: int, *, even_if_merged: bool = False) -> Claim:
    """A claim as it stands now, locked with its record. Raises ClaimGone as `hold_record` does."""
    number = Claim.objects.values_list("cooperative_id", flat=True).get(pk=claim_id)
    cooperative = hold_record(number, even_if_merged=even_if_merged)
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    claim.cooperative = cooperative
    return claim


def raise_status(cooperative: Cooperative, status: ClaimStatus) -> None:
    """Move a cooperative forward, never back."""
    order = list(ClaimStatus)
    if order.index(ClaimStatus(cooperative.claim_status)) < order.index(status):
        cooperative.claim_status = status
        cooperative.save(update_fields=["claim_status"])


def lower_status(cooperative: Cooperative) -> None:
    """What a cooperative's status is once one of its claims is gone."""
    states = set(cooperative.claims.values_list("state", flat=True))
    if ClaimState.CONFIRMED in states:
        return
    status = ClaimStatus.UNCLAIMED
    if ClaimState.INVITED in states:
        status = ClaimStatus.INVITED
    elif ClaimState.ASKED in states:
        status = ClaimStatus.REQUESTED
    cooperative.claim_status = status
    cooperative.save(update_fields=["claim_status"])


def close(claim: Claim, state: ClaimState) -> None:
    """End a claim and forget whose it was."""
    claim.state, claim.email, claim.name, claim.role = state, "", "", ""
    claim.save(update_fields=["state", "email", "name", "role"])


def refuse_gone(claim: Claim, wanted: ClaimState) -> None:
    """Raise ClaimGone, with the reason, unless a claim stands where it should."""
    if claim.cooperative.merged_into_id is not None:
        raise ClaimGone("merged")
    if claim.state != wanted:
        raise ClaimGone("used" if claim.state == ClaimState.CONFIRMED else "gone")
