"""Tables of columns: what a sheet may hold. Headings, checks, template and help come from them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.importing.findings import Findings, Wrong
from core.importing.parsing import Parser, as_text, plain
from core.importing.refusals import Refused
from core.importing.tables import Cell


@dataclass(frozen=True)
class Column:
    """One column: its headings in both languages, and how its cells are read."""

    name: str
    it: str
    en: str
    parser: Parser
    help: str | Promise = ""
    is_required: bool = False
    aliases: tuple[str, ...] = ()

    def heading(self, language: str | None = None) -> str:
        """The heading in a language (the current one)."""
        return self.it if (language or get_language() or "it").startswith("it") else self.en

    def read(self, cell: Cell, findings: Findings, heading: str) -> Any:
        """The value of a cell; its findings are added, an empty or wrong cell gives `empty`."""
        try:
            text = as_text(cell)
            if not text:
                if self.is_required:
                    findings.error(
                        _("Missing: write %(what)s.") % {"what": self.parser.describe()},
                        column=heading,
                    )
                return self.parser.empty
            return self.parser.parse(cell, findings, heading)
        except Wrong as wrong:
            findings.error(str(wrong), column=heading, value=getattr(cell, "text", cell))
            return self.parser.empty


@dataclass(frozen=True)
class Table:
    """A sheet that can be imported."""

    kind: str
    it: str
    en: str
    columns: tuple[Column, ...]

    def title(self, language: str | None = None) -> str:
        """The sheet's name."""
        return self.it if (language or get_language() or "it").startswith("it") else self.en

    def column_of(self, heading: str) -> Column | None:
        """The column a heading stands for, in whichever language it is written."""
        wanted = plain(heading)
        for column in self.columns:
            names = (column.name, column.it, column.en, *column.aliases)
            if wanted in {plain(name) for name in names}:
                return column
        return None

    def heading_of(self, name: str) -> str:
        """The heading of a column by its name, the name itself where there is none."""
        return next((one.heading() for one in self.columns if one.name == name), name)

    def is_whole(self, headings: Iterable[str]) -> bool:
        """Whether no needed column is missing among these headings."""
        present = {column.name for one in headings if (column := self.column_of(one))}
        return all(column.name in present for column in self.columns if column.is_required)

    def known(self, headings: Iterable[str]) -> int:
        """How many headings belong to this table: what tells a sheet's kind."""
        return sum(self.column_of(one) is not None for one in headings)


@dataclass
class Layout:
    """Which columns a sheet has, as its first line says."""

    table: Table
    places: list[tuple[int, Column, str]] = field(default_factory=list)
    notes: Findings = field(default_factory=Findings)

    def cells(self, line: Sequence[Cell]) -> dict[str, Cell]:
        """A line's cells by the names of their columns."""
        return {
            column.name: line[place] if place < len(line) else None
            for place, column, _heading in self.places
        }

    def values(self, cells: dict[str, Cell], findings: Findings) -> dict[str, Any]:
        """What a line says, column by column."""
        return {
            column.name: column.read(cells.get(column.name), findings, heading)
            for _place, column, heading in self.places
        }


def lay_out(table: Table, headings: Sequence[Cell], sheet: str) -> Layout:
    """Match headings to columns; raise Refused when a needed column is missing or one is double."""
    layout = Layout(table)
    seen: dict[str, str] = {}
    for place, cell in enumerate(headings):
        heading = _heading(cell)
        if not heading:
            continue
        column = table.column_of(heading)
        if column is None:
            layout.notes.warning(_unknown(table, heading), column=heading)
            continue
        if column.name in seen:
            words = {"first": seen[column.name], "second": heading, "sheet": sheet}
            raise Refused(
                _("Two columns of “%(sheet)s” mean the same: “%(first)s” and “%(second)s”.") % words
            )
        seen[column.name] = heading
        layout.places.append((place, column, heading))
    missing = [one.heading() for one in table.columns if one.is_required and one.name not in seen]
    if missing:
        words = {"sheet": sheet, "columns": ", ".join(missing)}
        raise Refused(
            _("“%(sheet)s” lacks these columns: %(columns)s. The template has them all.") % words
        )
    return layout


def _heading(cell: Cell) -> str:
    try:
        return " ".join(as_text(cell).rstrip("*: ").split())
    except Wrong:
        return ""


def _unknown(table: Table, heading: str) -> str:
    names = {plain(name): name for one in table.columns for name in (one.it, one.en)}
    near = difflib.get_close_matches(plain(heading), names, n=1, cutoff=0.8)
    if near:
        return _("This column is left out. Did you mean “%(name)s”?") % {"name": names[near[0]]}
    return _("This column is not known and is left out.")
