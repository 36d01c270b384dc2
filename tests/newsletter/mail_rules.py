"""Rules for the markup of mails: what every mail program shows, and nothing that some break.

A mail is read by programs that keep to a part of HTML and CSS only (Outlook for Windows renders
with Word). `broken` names what does not keep to it; it needs no browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset({"img", "br", "hr", "meta", "link"})
# Tags without a script, a form or a frame: mail programs drop those, or the whole mail with them.
TAGS = VOID | {
    *("html", "head", "title", "style", "noscript", "xml", "body", "div", "a", "span", "p"),
    *("table", "tbody", "thead", "tr", "td", "th", "h1", "h2", "h3", "h4"),
    *("ul", "ol", "li", "strong", "b", "em", "i", "blockquote"),
}
# What Outlook, Gmail and Apple Mail show alike when it stands in a style attribute, and what is
# only looks where it is not shown (round corners, a border's colour).
PROPERTIES = frozenset(
    {
        *("background", "background-color", "color", "opacity"),
        *("border", "border-bottom", "border-left", "border-right", "border-top"),
        *("border-collapse", "border-radius", "border-spacing", "outline"),
        *("margin", "margin-bottom", "margin-left", "margin-right", "margin-top"),
        *("padding", "padding-bottom", "padding-left", "padding-right", "padding-top"),
        *("display", "direction", "height", "max-height", "max-width", "overflow", "width"),
        *("font-family", "font-size", "font-style", "font-weight", "line-height", "cursor"),
        *("text-align", "text-decoration", "text-transform", "vertical-align"),
        *("word-break", "word-spacing"),
    }
)
DISPLAYS = frozenset({"block", "inline", "inline-block", "none", "table", "table-cell"})
# Not shown by every program, so the layout may not depend on them.
FUNCTIONS = re.compile(r"\b(var|calc|clamp|min|max|url|expression)\(")
CONDITIONAL = re.compile(r"<!--\[if ([^\]]+)\]>(.*?)<!\[endif\]-->", re.DOTALL)
REVEALED = re.compile(r"<!--\[if [^\]]+\]><!-->|<!--<!\[endif\]-->")


class _Reader(HTMLParser):
    """Reads a mail and notes what breaks a rule."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if len(values) < len(attrs):
            self.problems.append(f"<{tag}> has an attribute twice")
        if tag not in TAGS:
            self.problems.append(f"<{tag}> is not for mails")
        if (own := values.get("id")) is not None:
            if own in self.ids:
                self.problems.append(f"id {own!r} is there twice")
            self.ids.add(own)
        self.problems += [f"<{tag} {name}>" for name in values if name.startswith("on")]
        self.problems += _of_tag(tag, values)
        self.problems += _of_style(tag, values.get("style") or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
            return
        self.open.pop()


def _of_tag(tag: str, values: dict[str, str | None]) -> Iterator[str]:
    if tag == "table" and values.get("role") != "presentation":
        yield "a table that is read out as one"
    if tag == "img":
        yield from (
            f"<img> without {name}" for name in ("alt", "src", "width") if name not in values
        )
    if tag == "a" and not re.match(r"(https?:|mailto:|#)", values.get("href") or ""):
        yield f"a link to {values.get('href')!r}"
    if tag == "html" and not (values.get("lang") and values.get("dir")):
        yield "<html> without a language or a direction"


def _of_style(tag: str, style: str) -> Iterator[str]:
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, _colon, value = (part.strip() for part in declaration.partition(":"))
        if name not in PROPERTIES and not name.startswith("mso-"):
            yield f"<{tag}> depends on {name}"
        if name == "display" and value not in DISPLAYS:
            yield f"<{tag}> depends on display: {value}"
        if FUNCTIONS.search(value):
            yield f"<{tag}> depends on {value}"


def _unbalanced(html: str) -> Iterator[str]:
    """Tables that only Outlook sees must be closed where only Outlook sees it."""
    seen = " ".join(body for _condition, body in CONDITIONAL.findall(html))
    for tag in ("table", "tr", "td"):
        opened = len(re.findall(rf"<{tag}[\s>]", seen))
        if opened != seen.count(f"</{tag}>"):
            yield f"Outlook's <{tag}> is opened {opened} times, closed {seen.count(f'</{tag}>')}"


def broken(html: str) -> list[str]:
    """What in a mail breaks a rule; empty where nothing does."""
    reader = _Reader()
    reader.feed(REVEALED.sub("", html))
    reader.close()
    problems = reader.problems + list(_unbalanced(html))
    if reader.open:
        problems.append(f"never closed: {', '.join(reader.open)}")
    return problems
