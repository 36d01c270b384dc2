"""The entrance: what is here, under which terms, and where to go."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from api import links, parameters, throttling
from api.endpoint import Endpoint
from api.shapes import root as shapes
from core.addresses import absolute

RESOURCES = (
    "entries",
    "collections",
    "changes",
    "cooperatives",
    "topics",
    "territories",
    "subscriptions",
    "schema",
    "docs",
)


class Root(Endpoint):
    """What is here: resources, languages, limits and terms of use."""

    name = "root"
    summary = "See what is here"
    answer = "Root"
    example = shapes.EXAMPLE

    def get(self, request: Request) -> HttpResponse:
        """Answer without asking the database."""
        return self.serve_data(
            {
                "name": settings.HUB_NAME,
                "version": "1.0.0",
                "languages": [code for code, _name in settings.LANGUAGES],
                "feeds": links.feeds(),
                "links": {name: absolute(reverse(f"api:{name}")) for name in RESOURCES},
                "limits": {
                    "requests": settings.HUB_API_RATE,
                    "per_seconds": throttling.WINDOW,
                    "items_default": parameters.LIMIT_DEFAULT,
                    "items_max": parameters.LIMIT_MAX,
                },
                "terms": {
                    "keys": "Public reads need no key.",
                    "licence": "Each entry carries its licence in `licence`, each picture its own "
                    "credit and licence: show them.",
                },
            }
        )
