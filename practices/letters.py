"""Letters of the directory: links to claim a record and to confirm it, and what was decided."""

from __future__ import annotations

from email.utils import formataddr

from django.urls import reverse

from core.addresses import absolute, page_address
from core.posting import Contents, writes
from practices import claiming, relaying, reviewing
from practices.models import (
    Claim,
    ClaimState,
    Decision,
    Proposal,
    ProposalState,
    RelayedMessage,
)
from practices.proposing import DECIDED_LETTER, label_of


@writes(claiming.LETTER, folder="practices/mails/claim_link")
def claim_link(about_id: int) -> Contents | None:
    """The link to look after a record; nothing when it was taken back meanwhile."""
    claim = Claim.objects.select_related("cooperative").filter(pk=about_id).first()
    if claim is None or claim.state != ClaimState.INVITED or not claim.email:
        return None
    address = reverse("directory:claim", kwargs={"token": claiming.link_token(claim)})
    return Contents(
        to=claim.email,
        context={
            "cooperative": claim.cooperative.display_name,
            "claim_url": absolute(address),
            "is_by_staff": claim.is_by_staff,
            "days": claiming.LINK_AGE.days,
        },
    )


@writes(reviewing.LETTER, folder="practices/mails/review")
def review(about_id: int) -> Contents | None:
    """Is the record still right? Nothing when it has been answered meanwhile."""
    return _about_review(about_id, is_reminder=False)


@writes(reviewing.REMINDER, folder="practices/mails/review")
def review_reminder(about_id: int) -> Contents | None:
    """The same once more."""
    return _about_review(about_id, is_reminder=True)


def _about_review(about_id: int, *, is_reminder: bool) -> Contents | None:
    claim = Claim.objects.select_related("cooperative").filter(pk=about_id).first()
    if claim is None or not reviewing.is_open(claim):
        return None
    address = reverse("directory:review", kwargs={"token": reviewing.link_token(claim)})
    return Contents(
        to=claim.email,
        context={
            "cooperative": claim.cooperative.display_name,
            "answer_url": absolute(address),
            "is_reminder": is_reminder,
            "days": reviewing.LINK_AGE.days,
        },
    )


@writes(DECIDED_LETTER, folder="practices/mails/proposal_decided")
def proposal_decided(about_id: int) -> Contents | None:
    """What staff took over of a proposal, and what not."""
    proposal = Proposal.objects.select_related("cooperative", "claim").filter(pk=about_id).first()
    if proposal is None or proposal.state != ProposalState.DECIDED:
        return None
    claim = proposal.claim
    if claim is None or not claim.email or claim.state != ClaimState.CONFIRMED:
        return None
    changes = list(proposal.changes.all())
    return Contents(
        to=claim.email,
        context={
            "cooperative": proposal.cooperative.display_name,
            "accepted": [label_of(c.field) for c in changes if c.decision == Decision.ACCEPTED],
            "rejected": [label_of(c.field) for c in changes if c.decision == Decision.REJECTED],
            "reply": proposal.reply,
        },
    )


@writes(relaying.LETTER, folder="practices/mails/relayed_message")
def relayed_message(about_id: int) -> Contents | None:
    """A visitor's words; nothing when the cooperative takes no messages any more."""
    rows = RelayedMessage.objects.select_related("cooperative", "practice")
    message = rows.filter(pk=about_id).first()
    if message is None or not message.email:
        return None
    person = relaying.recipient(message.cooperative, message.practice)
    if person is None:
        return None
    practice = message.practice
    return Contents(
        to=person.email,
        context={
            "cooperative": message.cooperative.display_name,
            "name": message.name,
            "email": message.email,
            "text": message.text,
            "practice": practice.title if practice else "",
            "practice_url": page_address(practice) if practice else "",
        },
        headers={"Reply-To": formataddr((message.name, message.email))},
    )
