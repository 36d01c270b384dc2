"""A post's HTML as the pieces of a body: headings, texts, quotes, pictures, galleries, links.

Pieces are plain data; pictures are still named by their address in the blog.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from django.utils.translation import gettext as _

Piece = dict[str, Any]

# What the editor's text allows, and what is taken for it.
ALLOWED = {"p", "b", "i", "a", "ol", "ul", "li", "br"}
SAME = {"strong": "b", "em": "i", "cite": "i", "dfn": "i", "var": "i", "q": "i", "address": "p"}
SCHEMES = {"http", "https", "mailto", "tel"}
HEADINGS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
INLINE = {
    *("a", "abbr", "acronym", "b", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "font"),
    *("i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong"),
    *("sub", "sup", "time", "tt", "u", "var", "wbr"),
}
NEVER = {
    *("script", "style", "noscript", "form", "input", "button", "select", "textarea", "svg"),
    *("object", "embed", "applet", "link", "meta", "template", "math", "canvas"),
}
BREAKS = {"img", "figure", "iframe", "video", "audio", "table", "ul", "ol", "blockquote", "pre"}
LONGEST_HEADING, LONGEST_QUOTE, LONGEST_AUTHOR, LONGEST_CAPTION = 120, 600, 120, 250
DEEPEST = 40
# A video's address alone in a paragraph: the blog showed the video there.
ALONE = re.compile(r"\s*(https?://\S+)\s*")


@dataclass
class Body:
    """The pieces of a post, and what could not be kept."""

    pieces: list[Piece] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)

    def add_inline(self, html: str) -> None:
        """Go on with the paragraph."""
        self._line.append(html)

    def end_line(self) -> None:
        """Close the paragraph."""
        html = "".join(self._line).strip()
        self._line = []
        words = re.sub(r"<[^>]*>|&nbsp;", " ", html)
        if (alone := ALONE.fullmatch(words)) and "href" not in html:
            self.add({"type": "embed", "url": alone.group(1), "title": "", "description": ""})
            return
        if words.replace("\xa0", " ").strip():
            self._text.append(f"<p>{html}</p>")

    def add_text(self, html: str) -> None:
        """A list, or another block of text."""
        self.end_line()
        self._text.append(html)

    def end_text(self) -> None:
        """Close the text before something else."""
        self.end_line()
        html = clean("".join(self._text))
        self._text = []
        if html:
            self.pieces.append({"type": "text", "html": html})

    def add(self, piece: Piece) -> None:
        """Something that is no text."""
        self.end_text()
        self.pieces.append(piece)


def clean(html: str) -> str:
    """Only what the editor allows; scripts and whatever could run go with their content."""
    for name, other in SAME.items():
        html = re.sub(rf"(</?){name}(?=[\s>])", rf"\1{other}", html, flags=re.IGNORECASE)
    cleaned = nh3.clean(
        html,
        tags=ALLOWED,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}, "*": set()},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    cleaned = re.sub(r"<a>(.*?)</a>", r"\1", cleaned, flags=re.DOTALL)
    return re.sub(r"<(p|li|b|i)>(?:\s|&nbsp;|<br>)*</\1>", "", cleaned).strip()


def build(html: str) -> Body:
    """Take HTML apart into pieces."""
    body = Body()
    _walk(BeautifulSoup(html, "html.parser"), body, 0)
    body.end_text()
    body.left_out = list(dict.fromkeys(body.left_out))
    return body


def _walk(parent: Tag, body: Body, depth: int) -> None:
    if depth > DEEPEST:
        body.add_inline(escape(parent.get_text(" ")))
        return
    for node in list(parent.children):
        if isinstance(node, Comment):
            continue
        if isinstance(node, NavigableString):
            body.add_inline(escape(str(node), quote=False))
        elif isinstance(node, Tag):
            _take(node, body, depth)


def _take(tag: Tag, body: Body, depth: int) -> None:
    name = tag.name.lower()
    if name in NEVER:
        body.left_out.append(f"<{name}>")
    elif name in HANDLERS:
        HANDLERS[name](tag, body)
    elif name in INLINE and not tag.find(BREAKS):
        body.add_inline(str(tag))
    elif name in {"p", "div"} and tag.find(BREAKS) is None and tag.find("p") is None:
        body.end_line()
        _walk(tag, body, depth + 1)
        body.end_line()
    else:
        is_block = name not in INLINE
        if is_block:
            body.end_line()
        _walk(tag, body, depth + 1)
        if is_block:
            body.end_line()


def _words(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def _heading(tag: Tag, body: Body) -> None:
    for picture in tag.find_all("img"):
        _picture(picture, body)
    words = _words(tag)
    if len(words) > LONGEST_HEADING:
        body.add_text(f"<p><b>{escape(words)}</b></p>")
    elif words:
        body.add({"type": "heading", "text": words, "level": HEADINGS[tag.name]})


def _list(tag: Tag, body: Body) -> None:
    pictures = tag.find_all("img")
    if pictures and len(pictures) >= len(tag.find_all("li")):
        _gallery(tag, body)
        return
    for picture in pictures:
        _picture(picture, body)
        picture.decompose()
    body.add_text(str(tag))


def _gallery(tag: Tag, body: Body) -> None:
    found = [_picture_data(one) for one in tag.find_all("img")]
    found = [one for one in found if one["url"]]
    if len(found) == 1:
        body.add({"type": "picture", **found[0]})
    elif found:
        body.add({"type": "gallery", "pictures": found})


def _quote(tag: Tag, body: Body) -> None:
    for picture in tag.find_all("img"):
        _picture(picture, body)
    source = tag.find(["cite", "footer"])
    author = _words(source) if isinstance(source, Tag) else ""
    if isinstance(source, Tag):
        source.decompose()
    lines = [_words(one) for one in tag.find_all(["p", "li"])] or [_words(tag)]
    words = "\n".join(filter(None, lines))
    if not words:
        return
    if len(words) > LONGEST_QUOTE:
        body.left_out.append(_("a long quotation became text"))
        body.add_text("".join(f"<p>{escape(line)}</p>" for line in [*lines, author] if line))
    else:
        author = author.lstrip("—– ")[:LONGEST_AUTHOR]
        body.add({"type": "quote", "text": words, "author": author})


def _figure(tag: Tag, body: Body) -> None:
    if "wp-block-gallery" in " ".join(tag.get("class") or []) or len(tag.find_all("img")) > 1:
        _gallery(tag, body)
        return
    caption = _words(tag.find("figcaption"))
    for name, handler in (("img", _picture), ("iframe", _frame)):
        if isinstance(inner := tag.find(name), Tag):
            handler(inner, body, caption)
            return
    for name in ("video", "audio", "table", "blockquote", "pre"):
        if isinstance(inner := tag.find(name), Tag):
            if caption and name in {"video", "audio"}:
                inner["title"] = caption
            HANDLERS[name](inner, body)
            return
    if isinstance(inner := tag.find("figcaption"), Tag):
        inner.decompose()
    words = _words(tag)
    if alone := ALONE.fullmatch(words):
        body.add(
            {"type": "embed", "url": alone.group(1), "title": caption[:120], "description": ""}
        )
    elif words:
        body.add_text(f"<p>{escape(words)}</p>")


def _picture(tag: Tag, body: Body, caption: str = "") -> None:
    found = _picture_data(tag, caption)
    if found["url"]:
        body.add({"type": "picture", **found})


def _picture_data(tag: Tag, caption: str = "") -> Piece:
    url = str(tag.get("data-full-url") or tag.get("data-orig-file") or tag.get("src") or "")
    if not caption and isinstance(item := tag.find_parent(["figure", "li"]), Tag):
        caption = _words(item.find("figcaption"))
    alt = tag.get("alt")
    return {
        "url": url if urlsplit(url).scheme in {"http", "https", ""} else "",
        "alt": " ".join(str(alt or "").split()),
        "caption": caption[:LONGEST_CAPTION],
    }


def _frame(tag: Tag, body: Body, caption: str = "") -> None:
    url = str(tag.get("src") or tag.get("data-src") or "")
    url = f"https:{url}" if url.startswith("//") else url
    if urlsplit(url).scheme in {"http", "https"}:
        title = caption or str(tag.get("title") or "")
        body.add({"type": "embed", "url": url, "title": title[:120], "description": ""})
    else:
        body.left_out.append("<iframe>")


def _sound_or_film(tag: Tag, body: Body) -> None:
    source = tag.find("source")
    url = str(tag.get("src") or (source.get("src") if isinstance(source, Tag) else "") or "")
    if urlsplit(url).scheme in {"http", "https"}:
        title = str(tag.get("title") or "")
        body.add({"type": "embed", "url": url, "title": title[:120], "description": ""})
    else:
        body.left_out.append(f"<{tag.name}>")


def _table(tag: Tag, body: Body) -> None:
    """The editor has no tables: each row becomes a line."""
    body.left_out.append(_("a table became lines of text"))
    lines = []
    for row in tag.find_all("tr"):
        cells = [_words(cell) for cell in row.find_all(["td", "th"])]
        if any(cells):
            lines.append(" · ".join(filter(None, cells)))
    body.add_text("".join(f"<p>{escape(line)}</p>" for line in lines))


def _verbatim(tag: Tag, body: Body) -> None:
    lines = [escape(line) for line in tag.get_text().strip("\n").splitlines()]
    body.add_text(f"<p>{'<br>'.join(lines)}</p>" if lines else "")


def _definitions(tag: Tag, body: Body) -> None:
    for one in tag.find_all(["dt", "dd"]):
        for picture in one.find_all("img"):
            _picture(picture, body)
        words = escape(_words(one))
        if words:
            body.add_text(f"<p><b>{words}</b></p>" if one.name == "dt" else f"<p>{words}</p>")


HANDLERS: dict[str, Callable[[Tag, Body], None]] = {
    **dict.fromkeys(HEADINGS, _heading),
    "ul": _list,
    "ol": _list,
    "blockquote": _quote,
    "figure": _figure,
    "img": _picture,
    "iframe": _frame,
    "video": _sound_or_film,
    "audio": _sound_or_film,
    "table": _table,
    "pre": _verbatim,
    "dl": _definitions,
}


def words_of(pieces: list[Piece]) -> str:
    """The text of a body, for a summary."""
    found = [piece["html"] for piece in pieces if piece["type"] == "text"]
    text = BeautifulSoup(" ".join(found).replace("</p>", "</p> "), "html.parser").get_text(" ")
    return " ".join(text.split())
