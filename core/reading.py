"""Addresses that are only read: what they answer to everything else (RFC 9110)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

READING = ("GET", "HEAD", "OPTIONS")
Answer = Callable[..., HttpResponseBase]


def read_only(view: Answer) -> Answer:
    """Answer GET and HEAD; tell OPTIONS what may be asked; refuse the rest with 405."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(READING)})
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        return view(request, *args, **kwargs)

    return answer
