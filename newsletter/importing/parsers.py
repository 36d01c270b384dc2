"""Cells of a list of subscribers: addresses, languages, days, regions."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import email_addresses
from core.importing.choices import Names
from core.importing.findings import Findings, Wrong
from core.importing.parsing import Paragraphs, Parser, as_text
from core.importing.tables import Cell
from core.importing.vocabularies import Vocabularies

LEAST_WORDING = 20  # characters; "ok" is not what somebody agreed to
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Address(Parser):
    """An address mail can be sent to, in the form it is kept in."""

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = as_text(cell).removeprefix("mailto:")
        try:
            return email_addresses.parse(text).email
        except ValidationError as error:
            raise Wrong(" ".join(error.messages)) from error

    def describe(self) -> str:
        return _("an e-mail address")


@dataclass(frozen=True)
class LanguageName(Parser):
    """A language of the hub: its name in any of them, or its code."""

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        return str(_languages().find(as_text(cell)))

    def describe(self) -> str:
        return _("one entry of the list")

    def choices(self) -> list[str]:
        return _languages().first_names


def _languages() -> Names:
    current = translation.get_language() or settings.LANGUAGE_CODE
    codes = [code for code, _name in settings.LANGUAGES]
    shown_in = [current, *(code for code in codes if code != current)]
    return Names((code, [_name_in(code, shown) for shown in shown_in]) for code in codes)


def _name_in(code: str, shown_in: str) -> str:
    with translation.override(shown_in):
        name: str = translation.gettext(translation.get_language_info(code)["name"])
        return name.capitalize()


@dataclass(frozen=True)
class PastDay(Parser):
    """A day that is not in the future; kept as 2019-05-31."""

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = as_text(cell)
        if found := DAY.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
        elif found := ISO_DAY.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        else:
            raise Wrong(self._right())
        try:
            moment = dt.date(year, month, day)
        except ValueError as error:
            raise Wrong(self._right()) from error
        if moment > timezone.localdate():
            raise Wrong(_("This day is in the future: nobody has agreed yet."))
        if year < 1990:
            raise Wrong(self._right())
        return moment.isoformat()

    def _right(self) -> str:
        return _("Write a day such as 31/05/2024.")

    def describe(self) -> str:
        return _("a day, such as 31/05/2024")


@dataclass(frozen=True)
class ShownWords(Paragraphs):
    """The words somebody agreed to, in full."""

    longest: int = 3000

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = super().parse(cell, findings, heading)
        if len(text) < LEAST_WORDING:
            raise Wrong(_("Copy the whole sentence that people agreed to."))
        return text


@dataclass(frozen=True)
class RegionNames(Parser):
    """Regions, or Italy as a whole, which means no choice; kept as their codes."""

    known: Vocabularies
    empty: Any = field(default_factory=list)

    def parse(self, cell: Cell, findings: Findings, heading: str) -> list[str]:
        return sorted(self.known.regions.find_all(as_text(cell)))

    def describe(self) -> str:
        return _("regions, divided by semicolons")

    def choices(self) -> list[str]:
        return self.known.regions.first_names
