"""Tables from files, whatever the file: sheets with lines of cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_TEXT = 32_767  # characters; Excel's own limit of a cell


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that would have to be calculated: it is not."""

    text: str


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell in which the spreadsheet shows an error, such as #REF!"""

    text: str


Cell = str | int | float | bool | dt.datetime | dt.date | Formula | CellError | None


@dataclass(slots=True)
class Line:
    """A row as it stands in the file; `number` is the one people see beside it."""

    number: int
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return all(
            cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells
        )


@dataclass(slots=True)
class Sheet:
    """A sheet and its lines, to be gone through once."""

    name: str
    lines: Iterator[Line]


def neutral(text: str) -> str:
    """A text for a spreadsheet that no program takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
