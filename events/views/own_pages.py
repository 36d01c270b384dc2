"""Pages behind the links of the mails: confirming, one's own registration, one's data."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from core import email_addresses
from events import calendars, forgetting, links, registering
from events.books import page_for_guest
from events.models.choices import RegistrationState
from events.models.event import EventPage
from events.models.registration import Registration
from events.registering import Result
from events.views.framing import language, link_problem, private_page

CANCELLABLE = (RegistrationState.REGISTERED, RegistrationState.WAITING)


@private_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to confirm; only the button, a POST, does it."""
    verb = registering.confirm if request.method == "POST" else registering.look
    outcome = verb(token=token)
    registration = outcome.registration
    page = _event_of(registration) if registration else None
    if registration is None or page is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    if outcome.result is Result.POSSIBLE:
        context = {"event": page, "masked": email_addresses.masked(registration.email)}
        return render(request, "events/registration/confirm.html", context)
    if outcome.result in (Result.REGISTERED, Result.WAITING, Result.ALREADY):
        own = reverse("events:own", kwargs={"token": links.own_token(registration)})
        is_new = outcome.result is not Result.ALREADY
        target = f"{own}?confirmed=1" if is_new else own
        return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)
    context = {"event": page, "result": outcome.result.value}
    return render(
        request, "events/registration/not_confirmed.html", context, status=HTTPStatus.CONFLICT
    )


@private_page
def own(request: HttpRequest, token: str) -> HttpResponse:
    """See one's registration; the button gives the seat back."""
    registration = _registration_of(token)
    page = _event_of(registration) if registration else None
    if registration is None or page is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    if request.method == "POST":
        registering.cancel(registration_id=registration.pk)
        return HttpResponseRedirect(request.path, status=HTTPStatus.SEE_OTHER)
    has_seat = registration.state == RegistrationState.REGISTERED
    context = {
        "event": page,
        "registration": registration,
        "masked": email_addresses.masked(registration.email),
        "position": registering.position(registration),
        "has_seat": has_seat,
        "may_cancel": registration.state in CANCELLABLE and not page.is_over,
        "is_new": request.GET.get("confirmed") == "1",
        "square": _square(registration) if has_seat and page.venue else "",
        "token": token,
    }
    return render(request, "events/registration/own.html", context)


@private_page
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The event for one's own calendar, with the online address for who has a seat."""
    registration = _registration_of(token)
    page = _event_of(registration) if registration else None
    if registration is None or page is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    body = calendars.personal_calendar(registration, page)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.ics"'
    return response


@private_page
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """Take one's data along, or have them erased."""
    registration = _registration_of(token)
    if registration is None:
        return link_problem(request, "gone", HTTPStatus.GONE)
    if request.method == "POST":
        if request.POST.get("action") == "erase":
            forgetting.erase(registration_id=registration.pk)
            return render(request, "events/registration/erased.html")
        return _download(registration)
    context = {"masked": email_addresses.masked(registration.email), "token": token}
    return render(request, "events/registration/own_data.html", context)


def _download(registration: Registration) -> HttpResponse:
    data = forgetting.export(registration)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"registration-{timezone.localdate().isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _registration_of(token: str) -> Registration | None:
    """Whose page it is; None when the data have been erased. Raises TokenError."""
    known = Registration.objects.filter(anonymised_at__isnull=True).select_related("book")
    return known.filter(public_id=links.read_own(token)).first()


def _event_of(registration: Registration) -> EventPage | None:
    """The event in the reader's language."""
    return page_for_guest(registration.book.translation_key, language())


def _square(registration: Registration) -> str:
    """The square that is scanned at the door, drawn in the page: no other address is asked."""
    drawing = BytesIO()
    code = segno.make(links.check_in_url(registration), error="m")
    code.save(
        drawing,
        kind="svg",
        scale=5,
        border=4,
        xmldecl=False,
        svgns=False,
        light="#ffffff",
        omitsize=True,
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308  drawn by us from a signed address
