"""The editor's previews of an issue as a mail and as plain text, draft or not."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from core.mjml import MjmlError
from newsletter import rendering
from newsletter.framing import framed
from newsletter.models import IssuePage
from newsletter.personal import NAMES
from newsletter.rendering import BLOCK_SIZE, WARN_SIZE, Rendering

DARK = "@media (prefers-color-scheme: dark)"
BODY = re.compile(r"<body[^>]*>")


def respond(page: IssuePage, mode: str) -> HttpResponse:
    """Show the mail as its readers would see it, under what they see in the inbox."""
    try:
        mail = rendering.render(page)
    except MjmlError as error:
        told = render_to_string("newsletter/admin/preview.html", {"error": error})
        return framed(told, sandboxed=False)
    context = {
        "mail": mail,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "page": page,
        "weight": weight(mail),
        "percent": min(100, 100 * mail.size // BLOCK_SIZE),
    }
    if mode == "text":
        context["text"] = without_links(mail, mail.text)
        page_of_text = render_to_string("newsletter/admin/preview.html", context)
        return framed(page_of_text, sandboxed=False)
    inbox = render_to_string("newsletter/admin/preview_inbox.html", context)
    whole = in_one_scheme(without_links(mail, mail.html), is_dark=mode == "dark")
    return framed(BODY.sub(lambda body: body.group() + inbox, whole, count=1), sandboxed=False)


def weight(mail: Rendering) -> str:
    """How to take a mail's size: "fine", "heavy" or, where it cannot be sent, "too-heavy"."""
    if mail.size > BLOCK_SIZE:
        return "too-heavy"
    return "heavy" if mail.size > WARN_SIZE else "fine"


def in_one_scheme(html: str, *, is_dark: bool) -> str:
    """The mail as it looks in light or in dark, whatever the screen of the editor is set to."""
    return html.replace(DARK, "@media all" if is_dark else "@media not all")


def without_links(mail: Rendering, text: str) -> str:
    """Put addresses that do nothing where a reader's own links go."""
    with translation.override(mail.language):
        return mail.placeholders.filled(
            text, {name: f"{settings.HUB_URL}/{mail.language}/#{name}" for name in NAMES}
        )
