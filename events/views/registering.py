"""Pages where one registers for an event."""

from __future__ import annotations

from http import HTTPStatus
from math import ceil
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.budgeting import TooManyRequests
from core.tokens import TokenError
from events import links, registering, seating
from events.forms import RegistrationForm
from events.limiting import take_request
from events.models.choices import Seats
from events.models.event import EventPage
from events.models.registration import EventBook
from events.privacy_notices import notice
from events.registering import Refusal, RefusedError
from events.views.framing import event_of, keep_private, language, public_form


@public_form
def register(request: HttpRequest, key: UUID) -> HttpResponse:
    """Register for an event."""
    source, shown = event_of(key)
    return _form_page(request, source, shown, is_invited=False)


@public_form
def invited(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
    """Register for an event one was invited to."""
    source, shown = event_of(key)
    try:
        is_invited = links.is_invitation_for(token, key)
    except TokenError:
        is_invited = False
    if not is_invited:
        raise Http404(_("This invitation is incomplete, or is for another event."))
    return keep_private(_form_page(request, source, shown, is_invited=True))


@require_safe
def sent(request: HttpRequest, key: UUID) -> HttpResponse:
    """The answer to everybody who has registered."""
    _source, shown = event_of(key)
    context = {"event": shown, "hours": int(registering.HOLD.total_seconds() // 3600)}
    return render(request, "events/registration/sent.html", context)


def _form_page(
    request: HttpRequest, source: EventPage, shown: EventPage, *, is_invited: bool
) -> HttpResponse:
    """Show the form; sent and right, it leads to the one answer; else it comes back, filled."""
    if why := registering.refusal(source, is_invited=is_invited):
        return _refuse(request, source, shown, why)
    form = RegistrationForm(request.POST if request.method == "POST" else None, page=shown)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    try:
        if form.is_valid():
            take_request(address=request.META.get("REMOTE_ADDR", ""))
            registering.ask(page=source, given=form.given(language()), is_invited=is_invited)
            target = reverse("events:sent", kwargs={"key": source.translation_key})
            return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)
    except RefusedError as error:
        return _refuse(request, source, shown, error.refusal)
    except TooManyRequests as error:
        return _say_later(request, source, shown, form, error)
    form.renew_stamp()
    return _show(request, source, shown, form, status)


def _show(
    request: HttpRequest,
    source: EventPage,
    shown: EventPage,
    form: RegistrationForm,
    status: HTTPStatus,
) -> HttpResponse:
    book = EventBook.objects.filter(translation_key=source.translation_key).first()
    is_full = book is not None and not seating.has_room(book, source)
    context = {
        "event": shown,
        "form": form,
        "notice": notice(language()),
        "is_full": is_full,
        "is_nearly_full": not is_full and source.seats == Seats.FEW,
    }
    return render(request, "events/registration/form.html", context, status=status)


def _refuse(
    request: HttpRequest, source: EventPage, shown: EventPage, why: Refusal
) -> HttpResponse:
    """Say why nobody can register now, and what can be done instead."""
    context = {"event": shown, "source": source, "why": why.value}
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "events/registration/refused.html", context, status=status)


def _say_later(
    request: HttpRequest,
    source: EventPage,
    shown: EventPage,
    form: RegistrationForm,
    error: TooManyRequests,
) -> HttpResponse:
    at = date_format(timezone.localtime(error.retry_at), "TIME_FORMAT")
    text = _("The hub is getting a lot of requests. Please try again after %(time)s.")
    form.add_error(None, text % {"time": at})
    form.renew_stamp()
    response = _show(request, source, shown, form, HTTPStatus.TOO_MANY_REQUESTS)
    seconds = ceil((error.retry_at - timezone.now()).total_seconds())
    response["Retry-After"] = str(max(1, seconds))
    return response
