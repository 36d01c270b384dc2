"""Editors' rich text made fit for a mail: first cleaned, then styled, or turned into plain text."""

from __future__ import annotations

import re
import textwrap
from html.parser import HTMLParser

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from core import rich_text

TAGS = {"a", "b", "br", "em", "h2", "h3", "i", "li", "ol", "p", "strong", "ul"}
SCHEMES = {"http", "https", "mailto", "tel"}
# Where a link lost its target, because the page is not public, the words stay.
EMPTY_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
LINE_LENGTH = 72  # characters, as mail programs show plain text well

SERIF = "Charter, Cambria, Georgia, serif"
# Mail programs drop style sheets in part: what matters stands with the element.
STYLES = {
    "a": {"style": "color:#14523f;text-decoration:underline;"},
    "p": {"style": "margin:0 0 16px;"},
    "h2": {"style": f"margin:8px 0 12px;font-size:22px;line-height:28px;font-family:{SERIF};"},
    "h3": {"style": "margin:8px 0 8px;font-size:18px;line-height:24px;"},
    "ul": {"style": "margin:0 0 16px;padding:0 0 0 24px;"},
    "ol": {"style": "margin:0 0 16px;padding:0 0 0 24px;"},
    "li": {"style": "margin:0 0 6px;"},
}


def to_html(source: str) -> SafeString:
    """Stored rich text as HTML with a closed set of tags, absolute links and its own styles.

    Tags, braces and scripts that an editor typed stay what they are: text.
    """
    return mark_safe(_clean(source, STYLES))  # noqa: S308  nh3 has let through only TAGS


def to_text(source: str) -> str:
    """Stored rich text as plain text, with addresses behind the words that link to them."""
    reader = _TextReader()
    reader.feed(_clean(source, None))
    reader.close()
    return reader.text()


def wrapped(text: str, indent: str = "") -> str:
    """Break lines at 72 characters, never inside an address; keep the breaks there are."""
    lines = []
    for line in text.splitlines():
        lead = re.match(r"(?:- |\d+\. )?", line)
        hanging = " " * (lead.end() if lead else 0)
        lines += textwrap.wrap(
            line,
            LINE_LENGTH,
            initial_indent=indent,
            subsequent_indent=indent + hanging,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(lines)


def _clean(source: str, styles: dict[str, dict[str, str]] | None) -> str:
    html = EMPTY_LINK.sub(r"\1", rich_text.to_html(source))
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
        # An address without a host is one of ours.
        url_relative=("rewrite_with_base", f"{settings.HUB_URL}/"),
        set_tag_attribute_values=styles,
    )


class _TextReader(HTMLParser):
    """Reads cleaned HTML: paragraphs apart, items with their marks, links with addresses."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._counters: list[int | None] = []
        self._href = ""
        self._linked_from = 0

    def text(self) -> str:
        """What has been read, without empty space around it."""
        joined = "".join(self._parts)
        lines = [" ".join(line.split()) for line in joined.splitlines()]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self._counters.append(0 if tag == "ol" else None)
            self._parts.append("\n")
        elif tag == "li":
            self._parts.append(f"\n{self._next_mark()} ")
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""
            self._linked_from = len(self._parts)
        elif tag == "br":
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "h2", "h3"}:
            self._parts.append("\n\n")
        elif tag in {"ul", "ol"}:
            self._counters.pop()
            self._parts.append("\n\n")
        elif tag == "a":
            words = "".join(self._parts[self._linked_from :]).strip()
            address = self._href.removeprefix("mailto:").removeprefix("tel:")
            if address and address != words:
                self._parts.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        # A line break in the source is a space to the reader.
        self._parts.append(data.replace("\n", " "))

    def _next_mark(self) -> str:
        counter = self._counters[-1] if self._counters else None
        if counter is None:
            return "-"
        self._counters[-1] = counter + 1
        return f"{counter + 1}."
