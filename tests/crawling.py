"""Reads everything a visitor can reach: every address there is a pattern for, and every link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image, UnidentifiedImageError

from tests.planting import CANARY, HIDDEN_COLOUR

HUB = "http://127.0.0.1:8000"
# Staff's own rooms ask who is there before they show anything; tested where they are made.
OUTSIDE = ("/admin/", "/static/")
IN_MARKUP = re.compile(r"""(?:href|src|action)=["']([^"']+)["']""")
IN_TEXT = re.compile(r"https?://127\.0\.0\.1:8000[^\s\"'<>\\]*")
MOST = 2000  # addresses; more would mean that the hub makes up new ones for ever


@dataclass
class Answer:
    """What came: its status, and all its words, those of the headers too."""

    path: str
    status: int
    text: str


@dataclass
class Crawl:
    """What was read, and what is still to be read."""

    client: Client
    follows_links: bool = True
    answers: dict[str, Answer] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def add(self, paths: Iterable[str]) -> None:
        """Take more addresses to read."""
        for path in paths:
            if path not in self.answers and path not in self.waiting:
                self.waiting.append(path)

    def run(self) -> Crawl:
        """Read until nothing new is found."""
        while self.waiting:
            path = self.waiting.pop()
            assert len(self.answers) < MOST, f"addresses without end, such as {path}"
            response: Any = self.client.get(path)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            text = _words(body, response.headers.get("Content-Type", ""))
            head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
            # An answer may name what it was asked for: who asked knew it already.
            words = _without(f"{head}\n{text}", path)
            self.answers[path] = Answer(path, response.status_code, words)
            if self.follows_links:
                self.add(_links(path, f"{head}\n{text}", response.headers.get("Location", "")))
        return self


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterable[str]:
    """Every address pattern of the hub but those of the admin, as "it/collezioni/<slug:slug>/"."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if path.startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            yield path
        else:
            yield from patterns(pattern, path)


def _words(body: bytes, content_type: str) -> str:
    if content_type.startswith("image/"):
        return f"{CANARY}-picture" if _is_hidden_picture(body) else ""
    text = body.decode("utf-8", "replace")
    if content_type.startswith("text/calendar"):
        text = re.sub(r"\r?\n[ \t]", "", text)  # long lines are folded
    return text


def _is_hidden_picture(body: bytes) -> bool:
    """Whether a picture, in whatever size and format, is one of those that nobody may see."""
    try:
        picture = Image.open(BytesIO(body)).convert("RGB")
    except UnidentifiedImageError:  # drawn in words (SVG)
        return False
    middle = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(middle, tuple)
    return all(abs(one - two) < 12 for one, two in zip(middle, HIDDEN_COLOUR, strict=True))


def _without(text: str, path: str) -> str:
    """Leave out what stood in the address."""
    known = {path, unquote(path), urlsplit(path).path, *(re.split(r"[/?&=]", unquote(path)))}
    for part in sorted((one for one in known if len(one) > 5), key=len, reverse=True):
        text = text.replace(part, "")
    return text


def _links(path: str, text: str, location: str) -> Iterable[str]:
    """The addresses of the hub that an answer names."""
    found = (
        [unescape(one) for one in IN_MARKUP.findall(text)]
        + IN_TEXT.findall(unescape(text))
        + [location]
    )
    for link in found:
        target = urlsplit(urljoin(f"{HUB}{path}", link.strip()))
        if f"{target.scheme}://{target.netloc}" != HUB or not target.path.startswith("/"):
            continue
        address = target.path + (f"?{target.query}" if target.query else "")
        if not address.startswith(OUTSIDE):
            yield address.rstrip(")].,;")
