"""The pages behind a link: confirming a claim, the cooperative's own record, whether it is so."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from practices import claiming, proposing, reviewing
from practices.forms import OwnRecordForm
from practices.models import Claim, Cooperative, ProposalState
from practices.views.pages import private_page


@private_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to look after the record; only the button, a POST, does it, and once."""
    if request.method == "POST":
        _claim, form_token = claiming.confirm(token=token)
        address = reverse("directory:record", kwargs={"token": form_token})
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
    claim = claiming.look(token=token)
    return render(request, "practices/confirm.html", {"cooperative": claim.cooperative})


@private_page
def record(request: HttpRequest, token: str) -> HttpResponse:
    """Show the record in a form, and take in what the cooperative proposes."""
    claim = claiming.holder(token=token)
    cooperative = claim.cooperative
    if request.method != "POST":
        return _show(request, claim, OwnRecordForm(instance=cooperative))
    if request.POST.get("act") == "still-true":
        reviewing.confirm_still_true(claim=claim)
        return _thank(request, token, cooperative, "true")
    form = OwnRecordForm(request.POST, instance=Cooperative.objects.get(pk=cooperative.pk))
    if not form.is_valid():
        return _show(request, claim, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    answers = dict(form.cleaned_data)
    message = answers.pop("message")
    proposal = proposing.propose(claim=claim, answers=answers, message=message)
    what = "proposed" if proposal else "nothing"
    return _thank(request, token, cooperative, what)


@private_page
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the record is still right; only a button, a POST, confirms or opens the form."""
    claim = reviewing.look(token=token)
    cooperative = claim.cooperative
    if request.method == "POST":
        form_token = claiming.form_token(claim)
        if request.POST.get("answer") == "still-true":
            reviewing.confirm_still_true(claim=claim)
            return _thank(request, form_token, cooperative, "true")
        address = reverse("directory:record", kwargs={"token": form_token})
        return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
    facts = {
        proposing.label_of(name): proposing.shown(name, getattr(cooperative, name))
        for name in proposing.PROPOSABLE
    }
    context = {"cooperative": cooperative, "facts": facts}
    return render(request, "practices/review.html", context)


def _thank(request: HttpRequest, token: str, cooperative: Cooperative, what: str) -> HttpResponse:
    context = {"token": token, "cooperative": cooperative, "what": what}
    return render(request, "practices/thanks.html", context)


def _show(
    request: HttpRequest, claim: Claim, form: OwnRecordForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    waiting = claim.cooperative.proposals.filter(state=ProposalState.WAITING).first()
    context = {
        "form": form,
        "cooperative": Cooperative.objects.get(pk=claim.cooperative_id),
        "waiting": waiting,
        "changes": [
            {
                "label": proposing.label_of(change.field),
                "after": proposing.shown(change.field, change.after),
            }
            for change in (waiting.changes.all() if waiting else ())
        ],
        "hours": int(claiming.FORM_AGE.total_seconds() // 3600),
    }
    return render(request, "practices/own_record.html", context, status=status)
