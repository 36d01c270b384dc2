"""Italian words with their English beside them, collected while a page is being written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from wagtail.rich_text import RichText
from wagtail_localize.strings import StringValue

from hub.demo.reading import Content

BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass
class Words:
    """Gives Italian words and remembers their English, by the form in which wagtail-localize
    keeps a string.
    """

    content: Content
    english: dict[str, str] = field(default_factory=dict)

    @property
    def is_bilingual(self) -> bool:
        """Whether there is English at all; some pages of the demo have none on purpose."""
        return "en" in self.content

    def __call__(self, name: str, default: str = "") -> str:
        """The Italian words of a field."""
        english = self.content.get("en", {}).get(name, default)
        return self.say(self.content["it"].get(name, default), english)

    def say(self, italian: Any, english: Any) -> str:
        """Plain words in both languages."""
        self.english[_plain(italian)] = _plain(english)
        return str(italian)

    def pairs(self, name: str) -> list[tuple[Any, Any]]:
        """The items of a list, Italian beside English; raises ValueError where they differ."""
        italian = self.content["it"].get(name, [])
        english = self.content["en"].get(name, []) if self.is_bilingual else italian
        return list(zip(italian, english, strict=True))

    def paragraphs(self, name: str) -> list[tuple[str, str]]:
        """The paragraphs of a text, Italian beside English; raises ValueError where they differ."""
        italian = _paragraphs(self.content["it"].get(name, ""))
        english = _paragraphs(self.content["en"].get(name, "")) if self.is_bilingual else italian
        return list(zip(italian, english, strict=True))

    def rich(self, paragraphs: list[tuple[str, str]]) -> RichText:
        """Paragraphs as rich text; `**words**` are bold."""
        for italian, english in paragraphs:
            self.english[_html_string(italian)] = _html_string(english)
        return RichText("".join(f"<p>{_html(italian)}</p>" for italian, _english in paragraphs))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _html(text: str) -> str:
    return BOLD.sub(r"<b>\1</b>", escape(" ".join(text.split())))


def _html_string(text: str) -> str:
    return str(StringValue.from_source_html(_html(text))[0].data)


def _plain(text: Any) -> str:
    return str(StringValue.from_plaintext(str(text)).data)
