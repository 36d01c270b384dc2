"""A mail shown in a frame of the admin: its own styles, our pictures, and nothing else."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse


def framed(html: str, *, sandboxed: bool) -> HttpResponse:
    """The mail's HTML under a policy of its own: mails carry their styles with each element.

    With `sandboxed` not even the frame around it may reach in.
    """
    pictures = urljoin(settings.HUB_URL, settings.MEDIA_URL)
    policy = [
        "default-src 'none'",
        f"img-src 'self' {pictures} data:",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'self'",
    ]
    response = HttpResponse(html)
    response["Content-Security-Policy"] = "; ".join(policy + ["sandbox"] * sandboxed)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
