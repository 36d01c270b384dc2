"""What the pages of the registration have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.tokens import TokenError, TokenExpired
from core.visibility import readable
from events.books import source_page
from events.models.event import EventPage

View = Callable[..., HttpResponse]


def public_form(view: View) -> View:
    """A page with a form for everybody.

    No CSRF token: the form acts for nobody who is logged in, so another site gains nothing by
    sending it; and the page works without cookies.
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
        return keep_private(response)

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(answer))


def keep_private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches, search engines and the logs of other sites."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def link_problem(request: HttpRequest, problem: str, status: HTTPStatus) -> HttpResponse:
    """The page for a link that is wrong, too old, or has nothing behind it any more."""
    return render(
        request, "events/registration/link_problem.html", {"problem": problem}, status=status
    )


def language() -> str:
    """The language of the request."""
    return get_language() or settings.LANGUAGE_CODE


def event_of(key: UUID) -> tuple[EventPage, EventPage]:
    """A public event: the page that decides, and the one to show in the reader's language.

    Raises Http404 for an event that nobody may read.
    """
    source = source_page(key)
    shown = next(iter(readable([source], language())), None)
    if source is None or not isinstance(shown, EventPage):
        raise Http404(_("There is no such event."))
    return source, shown
