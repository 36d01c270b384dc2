"""What staff do with an issue, each by POST: test, approve, freeze, pause, resume, cancel …"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.mjml import MjmlError
from newsletter import checkup, correcting, deciding, launching, proofing, steering
from newsletter.admin.forms import CorrectionForm, ProofForm
from newsletter.admin.rights import act_of_sender
from newsletter.approving import ChangedMeanwhileError, OwnWorkError
from newsletter.freezing import FreezeError
from newsletter.models import Delivery, IssuePage, Mailing
from newsletter.transitions import NotAllowedError

STEERED: dict[str, tuple[Callable[..., Any], Promise]] = {
    "call_back": (
        launching.call_back,
        gettext_lazy("Called back: nothing has been sent. The issue is still frozen."),
    ),
    "thaw": (steering.thaw, gettext_lazy("The issue can be corrected and frozen again.")),
    "pause": (steering.pause, gettext_lazy("Sending is paused.")),
    "resume": (steering.resume, gettext_lazy("Sending has resumed.")),
    "cancel": (
        steering.cancel,
        gettext_lazy("Sending is cancelled. What had already been sent stays sent."),
    ),
}
DECISIONS: dict[str, tuple[Callable[..., bool], Promise]] = {
    "resend": (deciding.resend, gettext_lazy("The copy will be sent again.")),
    "leave": (deciding.leave, gettext_lazy("The copy is left as it is.")),
}


@act_of_sender
def send_proof(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send a test of the newest draft, in the language of the page that was chosen."""
    page = get_object_or_404(IssuePage, pk=page_id)
    form = ProofForm(request.POST)
    if not form.is_valid():
        _complain(request, form.errors["address"])
        return _desk(page)
    address = form.cleaned_data["address"]
    try:
        proofing.send_proof(page=page, address=address, by=_person(request))
    except (proofing.ProofError, MjmlError) as error:
        messages.error(request, _("The test was not sent. %(why)s") % {"why": error})
    else:
        messages.success(request, _("The test is on its way to %(to)s.") % {"to": address})
    return _desk(page)


@act_of_sender
def freeze(request: HttpRequest, page_id: int) -> HttpResponse:
    """Fix the issue and its recipients."""
    page = get_object_or_404(IssuePage, pk=page_id)
    try:
        mailing = steering.freeze(page=page, by=_person(request))
    except FreezeError as error:
        _complain(request, error.messages)
    except NotAllowedError as error:
        _say_too_late(request, error)
    else:
        message = ngettext(
            "Frozen for %(count)d reader. Nothing has been sent yet.",
            "Frozen for %(count)d readers. Nothing has been sent yet.",
            mailing.planned,
        )
        messages.success(request, message % {"count": mailing.planned})
    return _desk(page)


@act_of_sender
def approve(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say, as a second person, that the issue may be sent as it is published now."""
    page = get_object_or_404(IssuePage, pk=page_id)
    try:
        seen = request.POST.get("seen", "")
        steering.approve_as_second(page=page, by=_person(request), seen=seen)
    except (OwnWorkError, ChangedMeanwhileError) as error:
        messages.error(request, str(error))
    except NotAllowedError as error:
        _say_too_late(request, error)
    else:
        messages.success(request, _("The issue is approved as it is published now."))
    return _desk(page)


@act_of_sender
def steer(request: HttpRequest, mailing_id: int, act: str) -> HttpResponse:
    """Call back, thaw, pause, resume, cancel."""
    mailing = get_object_or_404(Mailing, pk=mailing_id)
    if act not in STEERED:
        raise Http404
    verb, message = STEERED[act]
    more = {"anyway": bool(request.POST.get("anyway"))} if act == "resume" else {}
    try:
        verb(mailing_id=mailing.pk, by=_person(request), **more)
    except NotAllowedError as error:
        _say_too_late(request, error)
    except checkup.ChangedError as error:
        _complain(request, [change.message for change in error.changes])
        messages.error(request, _("Look at what has changed, then confirm that it goes on."))
    else:
        messages.success(request, str(message))
    return _desk_of(mailing)


@act_of_sender
def correct(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Make another issue the correction of this one."""
    faulty = get_object_or_404(Mailing, pk=mailing_id)
    form = CorrectionForm(request.POST, faulty=faulty)
    if not form.is_valid():
        _complain(request, [error for errors in form.errors.values() for error in errors])
        return _desk_of(faulty)
    page = form.cleaned_data["page"]
    languages = form.cleaned_data["languages"]
    try:
        correcting.correct(faulty_id=faulty.pk, page=page, languages=languages, by=_person(request))
    except correcting.CorrectionError as error:
        messages.error(request, str(error))
        return _desk_of(faulty)
    messages.success(
        request, _("This issue is now a correction: check below who gets it, then freeze it.")
    )
    return _desk(page)


@act_of_sender
def make_ordinary(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Let a correction be an ordinary issue again."""
    mailing = get_object_or_404(Mailing, pk=mailing_id)
    try:
        correcting.make_ordinary(mailing_id=mailing.pk, by=_person(request))
    except correcting.CorrectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The issue goes to all readers it is meant for."))
    return _desk_of(mailing)


@act_of_sender
def send_to_missed(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Freeze the issue once more for those it did not reach."""
    mailing = get_object_or_404(Mailing, pk=mailing_id)
    try:
        again = correcting.send_to_missed(mailing_id=mailing.pk, by=_person(request))
    except correcting.CorrectionError as error:
        messages.error(request, str(error))
        return _desk_of(mailing)
    messages.success(request, _("Frozen for those who missed it. Nothing has been sent yet."))
    return redirect("newsletter_admin:mailing", again.pk)


@act_of_sender
def decide_all(request: HttpRequest, mailing_id: int, decision: str) -> HttpResponse:
    """Settle all uncertain copies that have waited long enough."""
    mailing = get_object_or_404(Mailing, pk=mailing_id)
    verbs = {"resend": deciding.resend_all, "leave": deciding.leave_all}
    if decision not in verbs:
        raise Http404
    try:
        count = verbs[decision](mailing_id=mailing.pk, by=_person(request))
    except NotAllowedError as error:
        _say_too_late(request, error)
        return _desk_of(mailing)
    message = ngettext("%(count)d copy is decided.", "%(count)d copies are decided.", count)
    messages.success(request, message % {"count": count})
    return _desk_of(mailing)


@act_of_sender
def decide(request: HttpRequest, delivery_id: int, decision: str) -> HttpResponse:
    """Settle an uncertain copy: send it again, or leave it."""
    delivery = get_object_or_404(Delivery, pk=delivery_id)
    if decision not in DECISIONS:
        raise Http404
    verb, message = DECISIONS[decision]
    try:
        if verb(delivery_id=delivery.pk, by=_person(request)):
            messages.success(request, str(message))
        else:
            messages.warning(
                request, _("The outcome of this copy has been recorded in the meantime.")
            )
    except deciding.TooEarlyError:
        messages.error(
            request,
            _("For a day after it was handed over the answer may still come: decide tomorrow."),
        )
    except NotAllowedError as error:
        _say_too_late(request, error)
    return redirect("newsletter_admin:copy", delivery.pk)


def _complain(request: HttpRequest, reasons: Iterable[object]) -> None:
    for reason in reasons:
        messages.error(request, str(reason))


def _say_too_late(request: HttpRequest, error: NotAllowedError) -> None:
    """Somebody else, or a worker, was quicker."""
    state = Mailing._meta.get_field("state")
    label = dict(state.flatchoices)[error.state]
    message = _("That cannot be done now: the issue is in the state “%(state)s”.")
    messages.error(request, message % {"state": label})


def _person(request: HttpRequest) -> Any:
    return request.user


def _desk(page: IssuePage) -> HttpResponse:
    return redirect("newsletter_admin:desk", page.pk)


def _desk_of(mailing: Mailing) -> HttpResponse:
    return redirect("newsletter_admin:mailing", mailing.pk)
