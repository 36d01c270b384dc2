"""How long an answer may be kept, and when "you have it already" (304) is enough."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date

from api.errors import PreconditionFailed

FRESH = 60  # seconds in which a shared cache need not ask
STALE = 30  # seconds more in which it may answer while it asks
CONDITIONS = {
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
}
# To be raised when the same entries are served in another shape.
SHAPE = "1"


def tag(*parts: object) -> str:
    """An entity tag for what the parts describe."""
    text = "\n".join([SHAPE, *map(str, parts)])
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def cache_control(until: datetime | None = None) -> str:
    """Say how long to keep an answer, never beyond the moment at which something disappears."""
    left = FRESH + STALE
    if until is not None:
        left = max(0, min(left, int((until - timezone.now()).total_seconds())))
    fresh = min(FRESH, left)
    return f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={left - fresh}"


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """The first of some moments, None if there is none."""
    return min((moment for moment in moments if moment is not None), default=None)


def known_already(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """Answer 304 if the caller has the version of these headers; None if it must be sent.

    Raises PreconditionFailed if the caller wants another version than this one.
    """
    if CONDITIONS.isdisjoint(request.META):
        return None
    modified_at = parse_http_date(headers["Last-Modified"]) if "Last-Modified" in headers else None
    answer = get_conditional_response(request, headers["ETag"], modified_at)
    if answer is not None and not isinstance(answer, HttpResponseNotModified):
        raise PreconditionFailed
    return answer


def validators(etag: str, modified_at: datetime | None = None) -> dict[str, str]:
    """The headers by which a caller recognises a version.

    What has changed within this second may change again in it: then only the tag can tell.
    """
    headers = {"ETag": etag}
    if modified_at is not None and modified_at < timezone.now() - timedelta(seconds=2):
        headers["Last-Modified"] = http_date(modified_at.timestamp())
    return headers
