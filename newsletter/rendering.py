"""An issue as a mail: HTML by way of MJML, and plain text, both from the same pieces.

What editors wrote is cleaned or escaped before it enters the MJML, never after: tags, braces and
scripts they typed are shown as they typed them.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.mjml import MjmlError, to_html
from newsletter import composing
from newsletter.cleaning import SERIF
from newsletter.composing import Composition, Problem
from newsletter.personal import NAMES, Placeholders, placeholders

FOLDER = "newsletter/mails/issue"
FONTS = {
    "sans": "Avenir Next, Avenir, Segoe UI, Roboto, Helvetica, Arial, sans-serif",
    "serif": SERIF,
}
# Gmail cuts a mail off here and hides what follows, the link to unsubscribe included.
BLOCK_SIZE = 102 * 1024  # bytes of HTML
WARN_SIZE = 90 * 1024
# About the length of a reader's own link.
LINK_LENGTH = 220
# Invisible signs behind the preheader: without them mail programs go on with the next words.
PREVIEW_PADDING = "\u00a0\u200c\u034f" * 40
MJML_TAG = re.compile(r"</?(mj[\w-]*)")
MJML_TAGS = frozenset(
    {
        "mjml",
        "mj-all",
        "mj-attributes",
        "mj-body",
        "mj-button",
        "mj-column",
        "mj-divider",
        "mj-group",
        "mj-head",
        "mj-image",
        "mj-preview",
        "mj-raw",
        "mj-section",
        "mj-style",
        "mj-text",
        "mj-title",
        "mj-wrapper",
    }
)


@dataclass(frozen=True, slots=True)
class Rendering:
    """An issue in one language, ready to be frozen. `html` and `text` have placeholders."""

    language: str
    subject: str
    preheader: str
    html: str
    text: str
    url: str
    placeholders: Placeholders
    selection: dict[str, list[str]]
    problems: list[Problem]
    is_empty: bool

    @property
    def size(self) -> int:
        """Bytes of the HTML part with a reader's links in it."""
        return size_of(self.html, self.placeholders)

    @property
    def sha256(self) -> str:
        """A hash of all that readers of this edition get alike."""
        parts = (self.subject, self.preheader, self.html, self.text)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def render(page: Any, *, at: datetime | None = None) -> Rendering:
    """Render an issue page as it stands in memory. Raises MjmlError for a broken template."""
    with translation.override(page.locale.language_code):
        return render_composition(composing.compose(page), str(page.translation_key), at=at)


def render_composition(
    issue: Composition, issue_key: str, *, at: datetime | None = None
) -> Rendering:
    """Render what was composed, in the language of the moment. Raises MjmlError."""
    own = placeholders(issue_key, issue.language)
    context = _context(issue, own, at or timezone.now())
    return Rendering(
        language=issue.language,
        subject=one_line(render_to_string(f"{FOLDER}/subject.txt", context)),
        preheader=one_line(issue.preheader),
        html=_html(context),
        text=_text(context),
        url=issue.url,
        placeholders=own,
        selection=issue.selection,
        problems=issue.problems,
        is_empty=not issue.pieces,
    )


def size_of(html: str, own: Placeholders) -> int:
    """Bytes of an HTML part once a reader's links are in it."""
    count = sum(html.count(own.address(name)) for name in NAMES)
    return len(html.encode()) + count * (LINK_LENGTH - len(own.address(NAMES[0])))


def one_line(text: str) -> str:
    """Text for a header: no line breaks, no control signs, single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _context(issue: Composition, own: Placeholders, at: datetime) -> dict[str, Any]:
    return {
        "issue": issue,
        "personal": own,
        "date": timezone.localtime(at),
        "fonts": FONTS,
        "preview_padding": PREVIEW_PADDING,
        "HUB_NAME": settings.HUB_NAME,
        "HUB_URL": settings.HUB_URL,
    }


def _html(context: dict[str, Any]) -> str:
    source = render_to_string(f"{FOLDER}/body.mjml", context)
    strange = set(MJML_TAG.findall(source)) - MJML_TAGS
    if strange:
        raise MjmlError(f"tags that do not belong in an issue: {', '.join(sorted(strange))}")
    return to_html(re.sub(r"\n\s+", "\n", source))


def _text(context: dict[str, Any]) -> str:
    text = render_to_string(f"{FOLDER}/body.txt", context)
    lines = (line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
