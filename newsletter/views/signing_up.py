"""Pages where one asks for the newsletter, or for the link to one's preferences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.budgeting import TooManyRequests
from newsletter import signup
from newsletter.forms import LostLinkForm, PublicForm, SignUpForm
from newsletter.models import ConsentChannel
from newsletter.signup import Choice
from newsletter.views.reader_pages import public_form, retry_after, say_later, take_request
from newsletter.wordings import CURRENT, wording

RETRY_AFTER_OUTAGE = 30  # seconds


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with a public form: what shows it, what it asks for, where it leads."""

    template: str
    ask: Callable[[dict[str, Any], str], object]
    address: str
    sent: str
    wording_version: str = CURRENT
    outage: str = "newsletter/outage.html"


def sign_up_through(
    channel: ConsentChannel, wording_version: str = CURRENT
) -> Callable[[dict[str, Any], str], object]:
    """Ask for the newsletter with what a form holds."""

    def ask(cleaned: dict[str, Any], language: str) -> object:
        choice = Choice(topics=cleaned["topics"])
        return signup.ask(
            email=cleaned["email"],
            language=language,
            channel=channel,
            choice=choice,
            wording_version=wording_version,
        )

    return ask


def _ask_for_link(cleaned: dict[str, Any], language: str) -> object:
    return signup.ask_for_link(email=cleaned["email"], language=language)


SIGN_UP = FormPage(
    template="newsletter/signup.html",
    ask=sign_up_through(ConsentChannel.FORM),
    address="newsletter:sign_up",
    sent="newsletter:sign_up_sent",
)
LOST_LINK = FormPage(
    template="newsletter/lost_link.html",
    ask=_ask_for_link,
    address="newsletter:lost_link",
    sent="newsletter:lost_link_sent",
)


@public_form
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for the newsletter."""
    form = SignUpForm(request.POST if request.method == "POST" else None)
    return answer_form(request, form, SIGN_UP)


@require_safe
def sign_up_sent(request: HttpRequest) -> HttpResponse:
    """The answer to every sign-up."""
    return render(request, "newsletter/signup_sent.html")


@public_form
def lost_link(request: HttpRequest) -> HttpResponse:
    """Ask for the link to one's preferences."""
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    return answer_form(request, form, LOST_LINK)


@require_safe
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    """The answer to every call for a link."""
    return render(request, "newsletter/lost_link_sent.html")


def answer_form(request: HttpRequest, form: PublicForm, page: FormPage) -> HttpResponse:
    """Show the form; sent and right, it leads to the one answer; else it comes back, filled."""
    if not form.is_bound:
        return _show(request, form, page, HTTPStatus.OK)
    try:
        if form.is_valid():
            take_request(request)
            page.ask(form.cleaned_data, translation.get_language() or "")
            return HttpResponseRedirect(reverse(page.sent), status=HTTPStatus.SEE_OTHER)
    except TooManyRequests as error:
        response = _show(request, form, page, say_later(form, error))
        response["Retry-After"] = retry_after(error)
        return response
    except (OperationalError, InterfaceError):
        return _say_outage(request, form, page)
    form.renew_stamp()
    return _show(request, form, page, HTTPStatus.UNPROCESSABLE_ENTITY)


def _show(
    request: HttpRequest, form: PublicForm, page: FormPage, status: HTTPStatus
) -> HttpResponse:
    context = {
        "form": form,
        "wording": wording(translation.get_language() or "", page.wording_version),
        "action": reverse(page.address),
    }
    return render(request, page.template, context, status=status)


def _say_outage(request: HttpRequest, form: PublicForm, page: FormPage) -> HttpResponse:
    """The database is away: a page that needs none of it gives back what was typed."""
    form.add_error(
        None,
        _("The hub cannot save anything at the moment. Please try again in a minute."),
    )
    form.renew_stamp()
    status = HTTPStatus.SERVICE_UNAVAILABLE
    context = {"form": form, "action": reverse(page.address)}
    response = render(request, page.outage, context, status=status)
    response["Retry-After"] = str(RETRY_AFTER_OUTAGE)
    response["Cache-Control"] = "no-store"
    return response
