"""From cells to values: each parser says what it takes, and what would have been right.

A parser gives plain values (texts, numbers, lists of them), because they are kept and compared.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from core.importing.findings import Findings, Wrong
from core.importing.tables import Cell, CellError, Formula

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
YES = {"si", "yes", "true", "vero", "x", "1", "s", "y"}
NO = {"no", "false", "falso", "0", "n"}
SEPARATORS = re.compile(r"[;|\n]+")


def plain(text: str) -> str:
    """A text for comparing: no accents, no capitals, no signs."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(one for one in decomposed if not unicodedata.combining(one)).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).split())


def as_text(cell: Cell) -> str:
    """A cell as text; raise Wrong for formulas, errors and characters that no text has."""
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        raise Wrong(_("It is a formula, and formulas are not calculated here: paste its value."))
    if isinstance(cell, CellError):
        raise Wrong(_("The spreadsheet shows an error here: mend it, or leave the cell empty."))
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    if CONTROL.search(text):
        raise Wrong(_("It holds characters that no text has: type it again."))
    return unicodedata.normalize("NFC", text).replace("\xa0", " ").strip()


class Parser(ABC):
    """Takes a cell that is not empty."""

    empty: Any = ""

    @abstractmethod
    def parse(self, cell: Cell, findings: Findings, heading: str) -> Any:
        """Give the value; raise Wrong with what would be right."""

    @abstractmethod
    def describe(self) -> str:
        """What may be written, in a few words."""

    def choices(self) -> list[str]:
        """The closed list, where there is one."""
        return []


@dataclass(frozen=True)
class Words(Parser):
    """One line of text."""

    longest: int

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = " ".join(as_text(cell).split())
        _refuse_longer(text, self.longest)
        return text

    def describe(self) -> str:
        return _("text, up to %(count)d characters") % {"count": self.longest}


@dataclass(frozen=True)
class Paragraphs(Parser):
    """Text of one or more paragraphs."""

    longest: int

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        lines = [" ".join(line.split()) for line in as_text(cell).splitlines()]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        _refuse_longer(text, self.longest)
        return text

    def describe(self) -> str:
        return _("text, also of several paragraphs, up to %(count)d characters") % {
            "count": self.longest
        }


def _refuse_longer(text: str, longest: int) -> None:
    if len(text) > longest:
        words = {"length": len(text), "longest": longest}
        raise Wrong(_("It has %(length)d characters: shorten it to %(longest)d.") % words)


@dataclass(frozen=True)
class Whole(Parser):
    """A whole number."""

    least: int
    most: int
    empty = None

    def parse(self, cell: Cell, findings: Findings, heading: str) -> int:
        text = as_text(cell).replace(" ", "").replace(".", "").replace("’", "")
        if isinstance(cell, dt.date):
            raise Wrong(self._right())
        if not re.fullmatch(r"[+-]?\d{1,12}", text) or not self.least <= int(text) <= self.most:
            raise Wrong(self._right())
        return int(text)

    def _right(self) -> str:
        words = {"least": self.least, "most": self.most}
        return _("Write a whole number between %(least)d and %(most)d.") % words

    def describe(self) -> str:
        words = {"least": self.least, "most": self.most}
        return _("a whole number between %(least)d and %(most)d") % words


@dataclass(frozen=True)
class Year(Parser):
    """A year in four digits; of a date the year is taken."""

    least: int = 1850
    most: int = 2100
    empty = None

    def parse(self, cell: Cell, findings: Findings, heading: str) -> int:
        text = as_text(cell)
        day = re.fullmatch(r"(?:\d{1,2}[/.-]){0,2}(\d{4})", text)
        iso = re.fullmatch(r"(\d{4})(?:-\d{2}){1,2}", text)
        found = day or iso
        if not found or not self.least <= int(found.group(1)) <= self.most:
            words = {"least": self.least, "most": self.most}
            raise Wrong(_("Write a year in four digits, %(least)d to %(most)d.") % words)
        return int(found.group(1))

    def describe(self) -> str:
        return _("a year in four digits")


@dataclass(frozen=True)
class PartialDate(Parser):
    """A year, a month or a day; kept as 2019, 2019-05 or 2019-05-31."""

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = as_text(cell)
        for pattern, order in (
            (r"(\d{4})", "y"),
            (r"(\d{4})-(\d{1,2})", "ym"),
            (r"(\d{4})-(\d{1,2})-(\d{1,2})", "ymd"),
            (r"(\d{1,2})[/.-](\d{4})", "my"),
            (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", "dmy"),
        ):
            if match := re.fullmatch(pattern, text):
                return self._joined(dict(zip(order, match.groups(), strict=True)))
        raise Wrong(self._right())

    def _joined(self, parts: dict[str, str]) -> str:
        year, month, day = int(parts["y"]), int(parts.get("m", 1)), int(parts.get("d", 1))
        try:
            moment = dt.date(year, month, day)
        except ValueError as error:
            raise Wrong(self._right()) from error
        if not 1850 <= year <= 2100:
            raise Wrong(self._right())
        return moment.isoformat()[: 4 + 3 * (len(parts) - 1)]

    def _right(self) -> str:
        return _("Write a year (2019), a month (05/2019) or a day (31/05/2019).")

    def describe(self) -> str:
        return _("a year (2019), a month (05/2019) or a day (31/05/2019)")


@dataclass(frozen=True)
class YesOrNo(Parser):
    """Yes or no."""

    empty = None

    def parse(self, cell: Cell, findings: Findings, heading: str) -> bool:
        word = plain(as_text(cell))
        if word in YES:
            return True
        if word in NO:
            return False
        raise Wrong(_("Write yes or no."))

    def describe(self) -> str:
        return _("yes or no")

    def choices(self) -> list[str]:
        return [_("yes"), _("no")]


@dataclass(frozen=True)
class WebAddress(Parser):
    """An address that begins with https:// or http://."""

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = as_text(cell)
        if text and "://" not in text and "@" not in text and " " not in text:
            text = f"https://{text}"
            findings.warning(
                _("Read as %(address)s.") % {"address": text}, column=heading, value=as_text(cell)
            )
        try:
            URLValidator(schemes=["http", "https"])(text)
            _refuse_longer(text, 200)
        except ValidationError as error:
            raise Wrong(_("Write an address such as https://www.example.org/.")) from error
        return text

    def describe(self) -> str:
        return _("a web address that begins with https://")


@dataclass(frozen=True)
class MailAddress(Parser):
    """An e-mail address."""

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = as_text(cell).removeprefix("mailto:")
        try:
            validate_email(text)
        except ValidationError as error:
            raise Wrong(_("Write one address such as info@example.org.")) from error
        return text

    def describe(self) -> str:
        return _("an e-mail address")


def suggestion(text: str, names: list[str]) -> str:
    """What would be right instead of a word that is not on a list."""
    by_plain = {plain(name): name for name in names}
    if near := difflib.get_close_matches(plain(text), by_plain, n=1, cutoff=0.75):
        return _("Not on the list. Did you mean “%(name)s”?") % {"name": by_plain[near[0]]}
    if len(names) <= 12:
        return _("Not on the list. Write one of: %(names)s.") % {"names": "; ".join(names)}
    return _("Not on the list: the template's sheet of lists has all names.")
