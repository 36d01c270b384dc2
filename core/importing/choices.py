"""Parsers of closed lists: their labels in any language of the hub, or their codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.importing.findings import Findings, Wrong
from core.importing.parsing import SEPARATORS, Parser, as_text, plain, suggestion
from core.importing.tables import Cell

Options = Iterable[tuple[Any, list[str]]]
ChoiceClass = type[models.Choices]


class Names:
    """A closed list that can be asked for the code of a name."""

    def __init__(self, options: Options) -> None:
        self.first_names: list[str] = []
        self._codes: dict[str, Any] = {}
        self._labels: dict[Any, str] = {}
        for code, names in options:
            self.first_names.append(names[0])
            self._labels[code] = names[0]
            for name in (*names, str(code)):
                self._codes.setdefault(plain(name), code)

    def get(self, text: str) -> Any:
        """The code of a name, None if it is not on the list."""
        return self._codes.get(plain(text))

    def label(self, code: Any) -> str:
        """The name of a code in the current language, "" if there is none."""
        return self._labels.get(code, "")

    def find(self, text: str) -> Any:
        """The code of a name; raise Wrong with the nearest name, or with all of them."""
        code = self.get(text)
        if code is None:
            raise Wrong(suggestion(text, self.first_names))
        return code

    def find_all(self, text: str) -> list[Any]:
        """The codes of several names, each once; raise Wrong with the first not listed."""
        found: list[Any] = []
        for piece in pieces(text):
            found += [code for code in self._of_piece(piece) if code not in found]
        return found

    def _of_piece(self, piece: str) -> list[Any]:
        """A name may hold commas itself; where it is not one name, commas divide several."""
        try:
            return [self.find(piece)]
        except Wrong as whole:
            parts = [part.strip() for part in piece.split(",") if part.strip()]
            if len(parts) < 2:
                raise Wrong(f"“{piece}”: {whole}") from whole
        return [self._of_part(part) for part in parts]

    def _of_part(self, part: str) -> Any:
        try:
            return self.find(part)
        except Wrong as wrong:
            raise Wrong(f"“{part}”: {wrong}") from wrong


def names_of(choices: ChoiceClass, without: tuple[Any, ...] = ()) -> Names:
    """A list of the code with its names in every language, the current language's first."""
    return _names_in(choices, without, translation.get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=128)
def _names_in(choices: ChoiceClass, without: tuple[Any, ...], language: str) -> Names:
    languages = [language, *(code for code, _name in settings.LANGUAGES if code != language)]
    names: dict[Any, list[str]] = {}
    for one in languages:
        with translation.override(one):
            for value, label in choices.choices:
                if value not in without:
                    names.setdefault(value, []).append(str(label))
    return Names(names.items())


@dataclass(frozen=True)
class OneOf(Parser):
    """One entry of a closed list."""

    of: ChoiceClass
    without: tuple[Any, ...] = ()
    empty: Any = ""

    def parse(self, cell: Cell, findings: Findings, heading: str) -> Any:
        return names_of(self.of, self.without).find(as_text(cell))

    def describe(self) -> str:
        return _("one entry of the list")

    def choices(self) -> list[str]:
        return names_of(self.of, self.without).first_names


@dataclass(frozen=True)
class SomeOf(Parser):
    """Several entries of a closed list, divided by semicolons."""

    of: ChoiceClass
    most: int = 0
    is_ranked: bool = False
    empty: Any = field(default_factory=list)

    def parse(self, cell: Cell, findings: Findings, heading: str) -> list[Any]:
        values = names_of(self.of).find_all(as_text(cell))
        refuse_more(values, self.most)
        return values if self.is_ranked else [one for one in self.of.values if one in values]

    def describe(self) -> str:
        return described_list(self.most)

    def choices(self) -> list[str]:
        return names_of(self.of).first_names


def described_list(most: int) -> str:
    """How to write several entries."""
    if most:
        return _("up to %(count)d entries of the list, divided by semicolons") % {"count": most}
    return _("entries of the list, divided by semicolons")


def refuse_more(values: list[Any], most: int) -> None:
    """Raise Wrong for more entries than there is room for."""
    if most and len(values) > most:
        message = ngettext(
            "There is room for %(count)d entry.", "There is room for %(count)d entries.", most
        )
        raise Wrong(message % {"count": most})


def pieces(text: str) -> Iterator[str]:
    """The parts of a list in a cell."""
    for piece in SEPARATORS.split(text):
        if piece.strip():
            yield piece.strip()
