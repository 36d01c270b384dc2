"""Excel workbooks (xlsx), read row by row; nothing in them is ever calculated."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from core.importing import archives
from core.importing.refusals import Refused
from core.importing.tables import MOST_COLUMNS, Cell, CellError, Formula, Line, Sheet

# What openpyxl raises when a part of a workbook is missing or says nonsense.
DAMAGE = (
    ParseError,
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OverflowError,
)
LAST_ROW = 1_048_576  # Excel's own

if not openpyxl.DEFUSEDXML:  # pragma: no cover
    raise RuntimeError("openpyxl must read with defusedxml: set OPENPYXL_DEFUSEDXML=True")


def read(path: Path) -> Iterator[Sheet]:
    """Give the visible sheets of a workbook; raise Refused when it is damaged or hostile."""
    with archives.opened(path, archives.WORKBOOK):
        pass
    book = None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield Sheet(sheet.title, _lines(sheet))
    except DefusedXmlException as error:
        raise Refused(_hostile()) from error
    except DAMAGE as error:
        raise Refused(_("The workbook is damaged: open it and save it again.")) from error
    finally:
        if book is not None:
            book.close()


def _hostile() -> str:
    return _("The file defines entities of its own, which no spreadsheet does: it is refused.")


def _lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    try:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > LAST_ROW:
                raise Refused(_("The sheet “%(name)s” has no end.") % {"name": sheet.title})
            if len(row) > MOST_COLUMNS and any(
                cell.value is not None for cell in row[MOST_COLUMNS:]
            ):
                words = {"name": sheet.title, "count": MOST_COLUMNS}
                raise Refused(_("The sheet “%(name)s” has more than %(count)d columns.") % words)
            if row:
                yield Line(number, [_cell(cell) for cell in row[:MOST_COLUMNS]])
    except DefusedXmlException as error:
        raise Refused(_hostile()) from error
    except DAMAGE as error:
        raise Refused(_("The sheet “%(name)s” is damaged.") % {"name": sheet.title}) from error


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None or isinstance(value, bool | int | float):
        return value
    if cell.data_type == "f":
        return Formula(str(getattr(value, "text", None) or value))
    if cell.data_type == "e":
        return CellError(str(value))
    if isinstance(value, dt.datetime | dt.date):
        return value
    return str(value)
