"""What the API answers when something is wrong: problem documents (RFC 9457).

Every problem has a `type` that programs can rely on: the address of its explanation in the API's
documentation. Title and detail are for people, in the language they ask for.
"""

from __future__ import annotations

import json
import logging
import math
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
OUTAGES = (OperationalError, InterfaceError)
RETRY_AFTER = 30  # seconds, when the database is away

Text = str | Promise


class Problem(Exception):
    """Something the API answers with a problem document.

    A subclass stands for one `type`; `members` are further members of the document.
    """

    status = HTTPStatus.BAD_REQUEST
    name = "bad-request"
    title: Text = _("The request cannot be read")
    detail: Text = ""

    def __init__(self, detail: Text = "", **members: Any) -> None:
        super().__init__(self.name)
        self.detail = detail or self.detail
        self.members = members
        self.headers: dict[str, str] = {}

    def document(self, path: str) -> dict[str, Any]:
        """The problem as a document, in the active language."""
        return {
            "type": f"{settings.HUB_URL}/api/v1/docs/#problem-{self.name}",
            "title": str(self.title),
            "status": self.status.value,
            "detail": str(self.detail),
            "instance": path,
            **self.members,
        }


class InvalidParameters(Problem):
    """One or more parameters cannot be used; `errors` names each of them and says why."""

    name = "invalid-parameters"
    title = _("Some parameters cannot be used")
    detail = _("See “errors”: for each parameter it says what is wrong and what to send instead.")


class InvalidFields(Problem):
    """One or more fields of what was sent cannot be used; `errors` names each of them."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    name = "invalid-fields"
    title = _("Some fields cannot be used")
    detail = _("See “errors”: for each field it says what is wrong and what to send instead.")


class TooLarge(Problem):
    """What was sent is too large."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    name = "too-large"
    title = _("This is too large")
    detail = _("Send only the fields that this address describes.")


class UnsupportedMediaType(Problem):
    """What was sent is not JSON."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    name = "unsupported-media-type"
    title = _("This format is not taken")
    detail = _("Send JSON, with “Content-Type: application/json”.")


class NotFound(Problem):
    """There is nothing public at this address."""

    status = HTTPStatus.NOT_FOUND
    name = "not-found"
    title = _("Nothing is here")
    detail = _("There is nothing public at this address.")


class Gone(Problem):
    """There was an entry, and it is no longer public; `reason` says why."""

    status = HTTPStatus.GONE
    name = "gone"
    title = _("This is no longer public")
    detail = _("Remove your copy; the reason is in “reason”.")


class CursorExpired(Problem):
    """The log no longer reaches back to the cursor; `restart` is where to download everything."""

    status = HTTPStatus.GONE
    name = "cursor-expired"
    title = _("This cursor is too old")
    detail = _(
        "The log of changes no longer reaches back to this cursor, or has been restarted since. "
        "Download everything from the address in “restart”, and remove whatever you hold that is "
        "not in it."
    )


class CollectionClosed(Problem):
    """A collection that was followed is no longer public."""

    status = HTTPStatus.GONE
    name = "collection-closed"
    title = _("This collection is no longer public")
    detail = _("Remove your copy of it: the collection was closed or renamed.")


class MethodNotAllowed(Problem):
    """What this address does not do; almost all of the API can only be read."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    name = "method-not-allowed"
    title = _("This is read-only")
    detail = _("Use GET, HEAD or OPTIONS.")


class NotAcceptable(Problem):
    """The caller accepts only formats that this address does not have."""

    status = HTTPStatus.NOT_ACCEPTABLE
    name = "not-acceptable"
    title = _("This format is not available")
    detail = _("The API answers in JSON: ask with “Accept: application/json”.")


class PreconditionFailed(Problem):
    """A condition of the request (If-Match, If-Unmodified-Since) does not hold."""

    status = HTTPStatus.PRECONDITION_FAILED
    name = "precondition-failed"
    title = _("A condition of the request is not met")
    detail = _("The version here is not the one the request names.")


class TooManyRequests(Problem):
    """The published limit was passed; `Retry-After` says for how many seconds to wait."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    name = "too-many-requests"
    title = _("Too many requests")
    detail = _(
        "Wait for the number of seconds in “Retry-After”. The limits are listed at /api/v1/."
    )


class Forbidden(Problem):
    """The request is refused."""

    status = HTTPStatus.FORBIDDEN
    name = "forbidden"
    title = _("This is not allowed")


class Unavailable(Problem):
    """The hub's database does not answer."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    name = "unavailable"
    title = _("The hub cannot answer right now")
    detail = _("The database is not responding. Wait for the number of seconds in “Retry-After”.")

    def __init__(self, detail: Text = "", **members: Any) -> None:
        super().__init__(detail, **members)
        self.headers["Retry-After"] = str(RETRY_AFTER)


class Failure(Problem):
    """A mistake of the hub itself."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    name = "internal"
    title = _("Something went wrong in the hub")
    detail = _("It is not your fault. The error was logged and will be looked into.")


PROBLEMS: tuple[type[Problem], ...] = (
    InvalidParameters,
    InvalidFields,
    TooLarge,
    UnsupportedMediaType,
    NotFound,
    Gone,
    CursorExpired,
    CollectionClosed,
    MethodNotAllowed,
    NotAcceptable,
    PreconditionFailed,
    TooManyRequests,
    Unavailable,
    Failure,
    Problem,
    Forbidden,
)


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Turn what a view raised into a problem document; None for mistakes of ours (500)."""
    problem = _problem_of(error)
    if problem is None:
        return None
    if isinstance(error, OUTAGES):
        logger.error("The database does not answer: %s", type(error).__name__)
    return answer(context["request"], problem)


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Write a problem document in the language the caller prefers."""
    language = language_of(request)
    with translation.override(language):
        # Written inside: texts become words only now.
        body = json.dumps(problem.document(request.path), ensure_ascii=False, default=str)
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Vary": "Accept-Language",
        **problem.headers,
    }
    return HttpResponse(
        body,
        status=problem.status,
        content_type=CONTENT_TYPE,
        headers=headers,
    )


def language_of(request: HttpRequest) -> str:
    """The first language of Accept-Language that the hub speaks, else its main language."""
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        try:
            return translation.get_supported_language_variant(part.partition(";")[0].strip())
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _problem_of(error: Exception) -> Problem | None:
    """The problem that stands for an error of ours, of Django or of REST framework."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, OUTAGES):
        return Unavailable()
    if isinstance(error, exceptions.Throttled):
        return _throttled(getattr(error, "wait", None) or 1)
    known: dict[type[Exception], type[Problem]] = {
        Http404: NotFound,
        exceptions.MethodNotAllowed: MethodNotAllowed,
        exceptions.NotAcceptable: NotAcceptable,
        SuspiciousOperation: Problem,
        exceptions.APIException: Problem,
    }
    for kind, problem in known.items():
        if isinstance(error, kind):
            return problem()
    return None


def _throttled(wait: float) -> TooManyRequests:
    seconds = math.ceil(wait)
    problem = TooManyRequests(retry_after=seconds)
    problem.headers = {
        "Retry-After": str(seconds),
        "RateLimit": f'"default";r=0;t={seconds}',
    }
    return problem
