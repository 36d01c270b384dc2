"""Plain text as rich text, and back for comparing."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from django.utils.html import escape

BLOCKS = ("p", "li", "h2", "h3", "h4", "blockquote")


def from_text(text: str) -> str:
    """Paragraphs of a plain text as rich text; lines that begin with a dash become a list."""
    html: list[str] = []
    items: list[str] = []
    for line in (one.strip() for one in text.splitlines()):
        if match := re.match(r"[-•–*]\s+(.+)", line):
            items.append(f"<li>{escape(match.group(1))}</li>")
            continue
        if items:
            html.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line:
            html.append(f"<p>{escape(line)}</p>")
    if items:
        html.append(f"<ul>{''.join(items)}</ul>")
    return "".join(html)


def to_text(html: str) -> str:
    """The lines of a rich text, list items with their dash."""
    soup = BeautifulSoup(html or "", "html.parser")
    lines = []
    for block in soup.find_all(BLOCKS):
        if block.find(BLOCKS):
            continue
        text = " ".join(block.get_text(" ", strip=False).split())
        if text:
            lines.append(f"- {text}" if block.name == "li" else text)
    return "\n".join(lines) if lines else " ".join(soup.get_text(" ").split())
