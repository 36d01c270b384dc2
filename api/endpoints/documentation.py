"""The description of the API: a file for programs, a page for people."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from api import caching, parameters
from api.describing import FILE
from api.endpoint import Endpoint
from api.reference import reference


class OneFormat(BaseContentNegotiation):
    """Answers in the one format there is, whatever the caller prefers."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Take the only one."""
        [renderer] = renderers
        return renderer, renderer.media_type or ""


class Schema(Endpoint):
    """The OpenAPI file as it is committed."""

    name = "schema"
    is_described = False
    content_negotiation_class = OneFormat

    def get(self, request: Request) -> HttpResponse:
        """Answer with the file, read once."""
        text, etag = _file()
        return self.serve(lambda: text, etag=etag, content_type="application/yaml")


class Docs(Endpoint):
    """The same as a page, in English like the file."""

    name = "docs"
    is_described = False
    content_negotiation_class = OneFormat

    def get(self, request: Request) -> HttpResponse:
        """Show the page; its frame is the site's."""
        context: dict[str, Any] = {
            "reference": reference(),
            "rate": settings.HUB_API_RATE,
            "limit_max": parameters.LIMIT_MAX,
        }
        with translation.override("en"):
            answer = render(cast(HttpRequest, request), "api/docs.html", context)
        answer["Cache-Control"] = caching.cache_control()
        return answer


@cache
def _file() -> tuple[str, str]:
    text = FILE.read_text(encoding="utf-8")
    return text, caching.tag(text)
