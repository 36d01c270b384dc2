"""Templates to fill in, made from the tables of columns: a workbook with lists, or plain CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from core.importing.choices import SomeOf
from core.importing.columns import Column, Table
from core.importing.tables import MOST_ROWS, neutral
from core.importing.vocabularies import TerritoryNames, TopicNames

INSTRUCTIONS = gettext_lazy("Instructions")
LISTS = gettext_lazy("Lists")
HEAD = PatternFill("solid", fgColor="FF1F4E4A")
NEEDED = PatternFill("solid", fgColor="FF7A3E12")
SEVERAL = (SomeOf, TerritoryNames, TopicNames)


def workbook(tables: Sequence[Table], *, rows: dict[str, list[list[str]]] | None = None) -> bytes:
    """A workbook: a sheet per table, one that explains, one with the closed lists.

    `rows` are written under the headings, by kind of table; without them the sheets are empty.
    """
    book = Workbook()
    del book[book.sheetnames[0]]  # a new workbook comes with a sheet
    lists: dict[str, int] = {}
    sheets = [(table, book.create_sheet(table.title()[:31])) for table in tables]
    _explain(book.create_sheet(str(INSTRUCTIONS)), tables)
    closed = book.create_sheet(str(LISTS))
    for table, sheet in sheets:
        _head(sheet, table)
        for place, row in enumerate((rows or {}).get(table.kind, []), start=2):
            for number, cell in enumerate(row, start=1):
                sheet.cell(row=place, column=number).value = neutral(cell) if cell else None
        for number, column in enumerate(table.columns, start=1):
            _offer(sheet, number, column, closed, lists)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def is_help(title: str) -> bool:
    """Whether a sheet is one of those that only help, in whichever language."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            if title in {str(INSTRUCTIONS), str(LISTS)}:
                return True
    return False


def _head(sheet: Any, table: Table) -> None:
    sheet.append([column.heading() for column in table.columns])
    sheet.freeze_panes = "C2"
    for number, column in enumerate(table.columns, start=1):
        cell = sheet.cell(row=1, column=number)
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = NEEDED if column.is_required else HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.comment = Comment(_explanation(column), "Coop Hub", width=320, height=120)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(40, max(14, len(column.heading()) + 4))
        # Text, so that a spreadsheet leaves the zeros in front of a tax code alone.
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(2, 302):
            sheet.cell(row=row, column=number).number_format = "@"


def _explanation(column: Column) -> str:
    needed = _("Needed.") if column.is_required else _("May stay empty.")
    text = column.parser.describe()
    return " ".join(filter(None, [needed, f"{text[:1].upper()}{text[1:]}.", str(column.help)]))


def _explain(sheet: Any, tables: Sequence[Table]) -> None:
    sheet.append([_("How to fill this in")])
    sheet["A1"].font = Font(bold=True, size=14)
    for text in (
        _("One row for each. Dark headings may stay empty, brown ones are needed."),
        _("Do not change the headings; columns you do not need may be deleted."),
        _("Write values, not formulas. Several entries in one cell are divided by semicolons."),
        _("Bringing the file again updates what is there: nothing is doubled."),
    ):
        sheet.append([text])
    sheet.append([])
    sheet.append([_("Sheet"), _("Column"), _("Needed"), _("What to write"), _("Explanation")])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for table in tables:
        for column in table.columns:
            sheet.append(
                [
                    table.title(),
                    column.heading(),
                    _("yes") if column.is_required else "",
                    column.parser.describe(),
                    str(column.help),
                ]
            )
    for letter, width in (("A", 18), ("B", 30), ("C", 10), ("D", 60), ("E", 70)):
        sheet.column_dimensions[letter].width = width


def _offer(sheet: Any, number: int, column: Column, closed: Any, lists: dict[str, int]) -> None:
    """Write a closed list once, and let cells choose from it; lists of several are only shown."""
    names = column.parser.choices()
    if not names:
        return
    key = "\n".join(names)
    place = lists.get(key)
    if place is None:
        place = lists[key] = len(lists) + 1
        heading = _("List: %(column)s") % {"column": column.heading()}
        closed.cell(row=1, column=place, value=heading).font = Font(bold=True)
        for row, name in enumerate(names, start=2):
            closed.cell(row=row, column=place, value=neutral(name))
        closed.column_dimensions[get_column_letter(place)].width = 36
    letter = get_column_letter(place)
    source = f"'{closed.title}'!${letter}$2:${letter}${len(names) + 1}"
    is_several = isinstance(column.parser, SEVERAL)
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.showErrorMessage = not is_several
    rule.errorTitle, rule.error = _("Not on the list"), column.parser.describe()[:250]
    rule.promptTitle, rule.prompt = column.heading()[:32], _explanation(column)[:250]
    rule.showInputMessage = True
    sheet.add_data_validation(rule)
    cells = get_column_letter(number)
    rule.add(f"{cells}2:{cells}{MOST_ROWS}")


def delimited(table: Table, *, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """The headings of one table as CSV, as spreadsheets in Italy open it at a double click."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([column.heading() for column in table.columns])
    for row in rows:
        writer.writerow([neutral(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
