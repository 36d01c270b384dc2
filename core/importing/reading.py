"""Reading tables from files that come from outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from core.importing import delimited, workbooks
from core.importing.recognising import FileKind, recognise
from core.importing.refusals import Refused
from core.importing.tables import LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS, Line, Sheet


def read(path: Path, name: str) -> Iterator[Sheet]:
    """Give the sheets of a workbook or text file, without empty lines.

    Raises Refused (also while the lines are gone through) for files that are damaged, hostile,
    too large, or something else.
    """
    kind = recognise(path, name, (FileKind.WORKBOOK, FileKind.DELIMITED))
    sheets = workbooks.read(path) if kind == FileKind.WORKBOOK else delimited.read(path, name)
    for sheet in sheets:
        yield Sheet(sheet.name, _written(sheet))


def _written(sheet: Sheet) -> Iterator[Line]:
    count = 0
    for line in sheet.lines:
        if line.is_empty:
            continue
        count += 1
        if count > MOST_ROWS:
            words = {"name": sheet.name, "count": MOST_ROWS}
            raise Refused(_("“%(name)s” has more than %(count)d rows: divide it.") % words)
        if len(line.cells) > MOST_COLUMNS:
            words = {"name": sheet.name, "count": MOST_COLUMNS}
            raise Refused(_("“%(name)s” has more than %(count)d columns.") % words)
        for cell in line.cells:
            if isinstance(cell, str) and len(cell) > LONGEST_TEXT:
                raise Refused(
                    _("Row %(line)d holds a text longer than a spreadsheet can.")
                    % {"line": line.number}
                )
        yield line
