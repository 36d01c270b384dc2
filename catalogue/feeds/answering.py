"""Answering with a feed: recognised by its tag, kept for a while, never past its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from catalogue.feeds.selecting import Selection
from core.addresses import absolute

# Feed readers come by every hour or less often; a change should reach them at the next visit.
FRESH = 300


def answer(
    request: HttpRequest,
    selection: Selection,
    content_type: str,
    render: Callable[[Selection, str], bytes],
) -> HttpResponseBase:
    """Answer with a rendered selection, or with 304 if the reader has this version.

    `render` is given the selection and the feed's own absolute address.
    """
    etag = f'"{selection.etag}"'
    # Within one second there may be two versions: only the tag can tell them apart.
    at = selection.modified_at
    is_settled = at is not None and at < timezone.now() - timedelta(seconds=2)
    seconds = int(at.timestamp()) if at and is_settled else None
    known = get_conditional_response(request, etag, seconds)
    if known is None:
        body = render(selection, absolute(request.path))
        known = HttpResponse(body, content_type=content_type)
    known["ETag"] = etag
    if seconds is not None:
        known["Last-Modified"] = http_date(seconds)
    known["Cache-Control"] = f"public, max-age={_seconds_fresh(selection)}"
    known["Content-Language"] = selection.language
    return known


def _seconds_fresh(selection: Selection) -> int:
    if selection.until is None:
        return FRESH
    left = (selection.until - timezone.now()).total_seconds()
    return max(0, min(FRESH, int(left)))
