"""What a cooperative proposes to change in its own record, and what staff decide."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.fields import ChoiceListField, labels_of
from core.models import Territory, User
from core.posting import post
from practices import holding, relocating
from practices.models import (
    Claim,
    Cooperative,
    Decision,
    Proposal,
    ProposalState,
    ProposedChange,
)

DECIDED_LETTER = "practices.proposal-decided"
PROPOSED, DECIDED = "practices.propose_changes", "practices.decide_proposal"

# What a cooperative may propose, in the order of the form. Numbers, kind and state are for staff.
PROPOSABLE = (
    "name",
    "short_name",
    "summary",
    "summary_en",
    "sectors",
    "disadvantage_groups",
    "address",
    "postal_code",
    "municipality",
    "territory",
    "is_municipality_only",
    "founded_year",
    "members_band",
    "members_year",
    "workers_band",
    "workers_year",
    "turnover_band",
    "turnover_year",
    "website",
    "public_email",
    "phone",
    "social",
)


class AlreadyDecided(Exception):
    """Somebody else has reviewed the proposal meanwhile."""


@transaction.atomic
def propose(*, claim: Claim, answers: Mapping[str, Any], message: str = "") -> Proposal | None:
    """Write down what differs from the record; a newer proposal takes the place of one that waits.

    None when nothing differs and nothing is said. Raises ClaimGone when the claim was taken back,
    or the record merged, since the form was opened.
    """
    cooperative = holding.hold_own_record(claim=claim)
    now = {name: stored(getattr(cooperative, name)) for name in PROPOSABLE if name in answers}
    wanted = {name: stored(answers[name]) for name in now}
    differing = {
        name: (now[name], wanted[name]) for name in now if _bare(wanted[name]) != _bare(now[name])
    }
    if not differing and not message.strip():
        return None
    cooperative.proposals.filter(state=ProposalState.WAITING).update(state=ProposalState.REPLACED)
    proposal = Proposal.objects.create(
        cooperative=cooperative, claim=claim, message=message.strip()[:1000]
    )
    ProposedChange.objects.bulk_create(
        ProposedChange(proposal=proposal, field=name, before=old, after=new)
        for name, (old, new) in differing.items()
    )
    log(instance=cooperative, action=PROPOSED, data={"fields": list(differing)})
    return proposal


@transaction.atomic
def decide(*, proposal_id: int, accepted: set[str], user: User | None, reply: str = "") -> Proposal:
    """Take over the accepted fields, reject the others, and tell the cooperative.

    What no longer holds once the address is another is cleared (see `relocating`).

    Raises AlreadyDecided, or ValidationError when the record would not be right: then nothing is
    written.
    """
    # The record is locked before its proposals, as everywhere.
    number = Proposal.objects.values_list("cooperative_id", flat=True).get(pk=proposal_id)
    cooperative = Cooperative.objects.select_for_update().get(pk=number)
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.state != ProposalState.WAITING:
        raise AlreadyDecided
    taken = {}
    for change in proposal.changes.all():
        is_accepted = change.field in accepted and change.field in PROPOSABLE
        change.decision = Decision.ACCEPTED if is_accepted else Decision.REJECTED
        change.save(update_fields=["decision"])
        if is_accepted:
            taken[change.field] = change.after
    told = {}
    if taken:
        told = _take_over(cooperative, taken)
        cooperative.full_clean()
        cooperative.last_confirmed_at = timezone.now()
        cooperative.save()
    proposal.state, proposal.decided_at = ProposalState.DECIDED, timezone.now()
    proposal.decided_by, proposal.reply = user, reply.strip()[:1000]
    proposal.save(update_fields=["state", "decided_at", "decided_by", "reply"])
    log(instance=cooperative, action=DECIDED, user=user, data={"changes": told})
    if proposal.claim and proposal.claim.email:
        post(
            purpose=DECIDED_LETTER,
            about_id=proposal.pk,
            language=proposal.claim.language,
            once=f"{DECIDED_LETTER}:{proposal.pk}",
        )
    return proposal


def _take_over(cooperative: Cooperative, taken: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Write into the record, unsaved; give back each field with what stood there and what does."""
    written = {**relocating.outdated(cooperative, taken), **taken}
    told = {}
    for name, value in written.items():
        told[name] = [stored(getattr(cooperative, name)), value]
        setattr(cooperative, name, _territory(value) if name == "territory" else value)
    return told


def _territory(code: str) -> Territory:
    found = Territory.objects.filter(code=code).first()
    if found is None:
        raise ValidationError({"territory": _("This province is no longer in the list.")})
    return found


def stored(value: Any) -> Any:
    """A value as it is kept in a proposal: a territory by its code, a coordinate as it is read."""
    if isinstance(value, Territory):
        return value.code
    return str(value) if isinstance(value, Decimal) else value


def label_of(name: str) -> str:
    """What a field is called, in the current language."""
    column = _column(name)
    label = str(column.verbose_name) if column else name
    if name.endswith("_year") and name != "founded_year":
        band = _column(name.replace("_year", "_band"))
        return capfirst(f"{band.verbose_name if band else ''}, {label}")
    return capfirst(label)


def shown(name: str, value: Any) -> str:
    """A value of a field as a person reads it, in the current language."""
    column = _column(name)
    if name == "territory":
        return str(Territory.objects.filter(code=stored(value)).first() or value or "")
    if isinstance(column, ChoiceListField) and column.of is not None:
        return ", ".join(labels_of(value or [], column.of))
    if isinstance(column, models.BooleanField):
        return _("yes") if value else _("no")
    choices = dict(column.flatchoices) if column is not None and column.choices else {}
    return str(choices.get(value, "" if value is None else value))


def _column(name: str) -> models.Field[Any, Any] | None:
    is_told = name in PROPOSABLE or name in relocating.CLEARED
    found = Cooperative._meta.get_field(name) if is_told else None
    return found if isinstance(found, models.Field) else None


def _bare(value: Any) -> Any:
    """A value as it compares: line ends and the order of codes do not matter."""
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n")
    if isinstance(value, list):
        return sorted(value)
    return value
