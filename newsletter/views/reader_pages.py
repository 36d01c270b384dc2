"""What the readers' pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.budgeting import TooManyRequests
from core.networks import network_of
from core.public_forms import OpenForm
from core.tokens import TokenError, TokenExpired
from newsletter import allowances

View = Callable[..., HttpResponse]


def public_form(view: View) -> View:
    """A page with a form for everybody.

    No CSRF token: the form acts for nobody who is logged in, so another site gains nothing by
    sending it; and the page works without cookies and may be cached.
    """
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))


def private_page(view: View) -> View:
    """A page behind a signed link: kept by no cache and no search engine, named to no other site.

    No CSRF token here either: what authorises the request is the token in the address, which
    another site does not know. A link that cannot be used becomes a page that says why.
    """

    @wraps(view)
    def answer(request: HttpRequest, token: str, **arguments: Any) -> HttpResponse:
        try:
            response = view(request, token, **arguments)
        except TokenExpired:
            response = link_problem(request, "expired", HTTPStatus.GONE)
        except TokenError:
            response = link_problem(request, "wrong", HTTPStatus.NOT_FOUND)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(answer))


def link_problem(request: HttpRequest, problem: str, status: HTTPStatus) -> HttpResponse:
    """The page for a link that is wrong, expired, used or gone: what it is, and what to do."""
    return render(request, "newsletter/link_problem.html", {"problem": problem}, status=status)


def take_request(request: HttpRequest) -> None:
    """Count the request against its network's share. Raises TooManyRequests."""
    allowances.take_request(network=network_of(request.META.get("REMOTE_ADDR", "")))


def say_later(form: OpenForm, error: TooManyRequests) -> HTTPStatus:
    """Write into the form from when it can be sent again, and give back the status."""
    at = date_format(timezone.localtime(error.retry_at), "TIME_FORMAT")
    text = (
        _("The hub is getting a lot of requests. Please try again after %(time)s.")
        if error.is_hub_wide
        else _(
            "Many requests have come from your network. Please try again after %(time)s, "
            "or from another connection."
        )
    )
    form.add_error(None, text % {"time": at})
    return HTTPStatus.TOO_MANY_REQUESTS


def retry_after(error: TooManyRequests) -> str:
    """The same for programs: seconds to wait."""
    return str(max(1, ceil((error.retry_at - timezone.now()).total_seconds())))
