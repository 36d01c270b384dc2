"""Inviting a cooperative to look after its record, and deciding who may."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core import reach
from core.models import User
from practices import claiming, reviewing
from practices.admin.forms import EDIT, InviteForm
from practices.holding import ClaimGone
from practices.models import Claim, ClaimState, Cooperative

MERGED_MEANWHILE = gettext_lazy("This record has been merged into another one meanwhile.")


def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link to somebody; shows who has it already."""
    cooperative = get_object_or_404(Cooperative.objects.not_merged(), pk=pk)
    require_care(request, cooperative)
    initial = {"language": settings.LANGUAGE_CODE, "email": cooperative.public_email}
    form = InviteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            claiming.invite(cooperative=cooperative, user=_staff(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error("email", error)
        except ClaimGone:
            form.add_error(None, MERGED_MEANWHILE)
        else:
            messages.success(request, _("The link is on its way."))
            return redirect(EDIT, pk)
    claims = cooperative.claims.exclude(email="").filter(
        state__in=(ClaimState.ASKED, ClaimState.INVITED, ClaimState.CONFIRMED)
    )
    context = {"cooperative": cooperative, "form": form, "claims": claims}
    return render(request, "practices/admin/invite.html", context)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link to who asked, or refuse; take back a link or a claim."""
    claim = get_object_or_404(Claim.objects.select_related("cooperative"), pk=pk)
    require_care(request, claim.cooperative)
    if request.POST.get("decision") == "accept":
        try:
            claiming.accept(claim_id=pk, user=_staff(request))
            messages.success(request, _("The link is on its way."))
        except ClaimGone:
            messages.error(request, MERGED_MEANWHILE)
            return redirect(EDIT, claim.cooperative_id)
    else:
        claiming.refuse(claim_id=pk, user=_staff(request))
        messages.success(request, _("It was taken back, and the address was forgotten."))
    return redirect("cooperatives:invite", claim.cooperative_id)


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that who claims the record is known to be the cooperative."""
    cooperative = get_object_or_404(Cooperative, pk=pk)
    require_care(request, cooperative)
    claiming.verify(cooperative_id=pk, user=_staff(request))
    messages.success(request, _("“%(name)s” is verified.") % {"name": cooperative})
    return redirect("cooperatives:invite", pk)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the cooperative has told staff that its record is still right."""
    cooperative = get_object_or_404(Cooperative, pk=pk)
    require_care(request, cooperative)
    try:
        reviewing.confirm_by_staff(cooperative_id=pk, user=_staff(request))
        messages.success(request, _("Noted: the cooperative says that it is still so."))
    except ClaimGone:
        messages.error(request, MERGED_MEANWHILE)
        return redirect(EDIT, pk)
    return redirect("cooperatives:invite", pk)


def require_care(request: HttpRequest, cooperative: Cooperative) -> None:
    """Raise PermissionDenied unless this member of staff may change the record."""
    user = request.user
    if not user.has_perm("practices.change_cooperative") or not reach.may_change(user, cooperative):
        raise PermissionDenied


def _staff(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
