"""What the pages for cooperatives have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.tokens import TokenError, TokenExpired
from practices.holding import ClaimGone

View = Callable[..., HttpResponse]


def public_form(view: View) -> View:
    """A page with a form for everybody: it acts for nobody who is logged in, so it needs no token
    against other sites, and works without cookies.
    """
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))


def private_page(view: View) -> View:
    """A page behind a signed link: kept by no cache and no search engine, named to no other site.

    What authorises the request is the token in the address. A link that cannot be used becomes a
    page that says why.
    """

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except ClaimGone as gone:
            response = link_problem(request, gone.reason, HTTPStatus.GONE)
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
    context: dict[str, Any] = {"problem": problem}
    return render(request, "practices/link_problem.html", context, status=status)
