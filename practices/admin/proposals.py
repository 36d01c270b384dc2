"""Reviewing what cooperatives propose, field by field."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import reach
from core.models import Territory, User
from practices import proposing, relocating
from practices.admin.claims import require_care
from practices.admin.forms import EDIT
from practices.models import Claim, ClaimState, Cooperative, Proposal, ProposalState


def may_review(user: Any) -> bool:
    """Whoever may change a record may take over what is proposed to it."""
    return bool(user.has_perm("practices.change_cooperative"))


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List what cooperatives wait for: proposals to review, requests to decide upon."""
    if not may_review(request.user):
        raise PermissionDenied
    mine = reach.narrow(Cooperative.objects.all(), request.user)
    context = {
        "proposals": Proposal.objects.waiting()
        .filter(cooperative__in=mine)
        .select_related("cooperative__territory"),
        "claims": Claim.objects.filter(state=ClaimState.ASKED, cooperative__in=mine)
        .select_related("cooperative")
        .order_by("created_at"),
    }
    return render(request, "practices/admin/waiting.html", context)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal beside the record as it stands now; accept or reject each field by POST."""
    rows = Proposal.objects.select_related("cooperative", "claim")
    proposal = get_object_or_404(rows, pk=pk)
    require_care(request, proposal.cooperative)
    problems: list[str] = []
    if request.method == "POST":
        try:
            return _decide(request, proposal)
        except proposing.AlreadyDecided:
            messages.warning(request, _("Somebody else has reviewed this proposal meanwhile."))
            return redirect("cooperatives:proposals")
        except ValidationError as error:
            problems = _told(error)
    context = {
        "proposal": proposal,
        "changes": [_row(proposal, change) for change in proposal.changes.all()],
        "is_waiting": proposal.state == ProposalState.WAITING,
        "problems": problems,
        "rejected": set() if request.method != "POST" else _rejected(request, proposal),
        "reply": request.POST.get("reply", ""),
    }
    return render(request, "practices/admin/proposal.html", context)


def _decide(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    accepted = set(request.POST.getlist("accepted"))
    user = request.user if isinstance(request.user, User) else None
    changes = {one.field: one.after for one in proposal.changes.all() if one.field in accepted}
    _refuse_other_regions(user, changes)
    cleared = _clears(proposal, changes)
    proposing.decide(
        proposal_id=proposal.pk,
        accepted=accepted,
        user=user,
        reply=request.POST.get("reply", ""),
    )
    messages.success(request, _("The proposal has been reviewed; the cooperative is told."))
    if cleared:
        messages.warning(request, _cleared_words(proposal, cleared))
    return redirect("cooperatives:proposals")


def _refuse_other_regions(user: User | None, changes: dict[str, Any]) -> None:
    """Raise ValidationError where a record would leave the regions of whoever accepts it."""
    if "territory" in changes:
        chosen = Territory.objects.filter(code=changes["territory"]).first()
        if not reach.is_reached(user, chosen):
            problem = _("Choose a territory that belongs to your regions.")
            raise ValidationError({"territory": problem})


def _clears(proposal: Proposal, changes: dict[str, Any]) -> list[str]:
    """What taking over these changes would clear, as a person reads it."""
    return [
        f"{proposing.label_of(name)} {proposing.shown(name, getattr(proposal.cooperative, name))}"
        for name in relocating.outdated(proposal.cooperative, changes)
    ]


def _cleared_words(proposal: Proposal, cleared: list[str]) -> SafeString:
    return format_html(
        '{} <a href="{}">{}</a>',
        _("Cleared, because the address is another: %(what)s.") % {"what": ", ".join(cleared)},
        reverse(EDIT, args=[proposal.cooperative_id]),
        _("Open the record and write them anew"),
    )


def _rejected(request: HttpRequest, proposal: Proposal) -> set[str]:
    fields = set(proposal.changes.values_list("field", flat=True))
    return fields - set(request.POST.getlist("accepted"))


def _row(proposal: Proposal, change: Any) -> dict[str, Any]:
    now = proposing.stored(getattr(proposal.cooperative, change.field, None))
    is_waiting = proposal.state == ProposalState.WAITING
    return {
        "field": change.field,
        "label": proposing.label_of(change.field),
        "before": proposing.shown(change.field, now),
        "after": proposing.shown(change.field, change.after),
        "has_moved": is_waiting and now != change.before,
        "clears": _clears(proposal, {change.field: change.after}) if is_waiting else [],
        "decision": change.get_decision_display(),
    }


def _told(error: ValidationError) -> list[str]:
    """What is wrong, each with the name of its field."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        f"{proposing.label_of(name)}: {message}"
        for name, messages_ in error.message_dict.items()
        for message in messages_
    ]
