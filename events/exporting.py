"""Lists of registrations as files: CSV and XLSX, in which nothing that people wrote can act.

A cell that begins with =, +, -, @ or a control sign is a formula to some programs (CWE-1236):
an apostrophe in front makes it a text again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO, StringIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from events.models.registration import EventBook, Registration

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(book: EventBook) -> Iterator[list[str]]:
    """The head of the table, then a row for each registration that stands or stood."""
    yield [
        _("Name"),
        _("E-mail address"),
        _("Cooperative or organisation"),
        _("State"),
        _("Code"),
        _("What they need"),
        _("Answers"),
        _("Asked"),
        _("Confirmed"),
        _("Arrived"),
    ]
    for one in book.registrations.filter(anonymised_at__isnull=True).order_by("name", "pk"):
        yield _row(one)


def to_csv(book: EventBook) -> bytes:
    """As CSV that Italian spreadsheet programs open by a double click: semicolons, with a mark."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in rows(book):
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(book: EventBook) -> bytes:
    """As a workbook whose cells are texts."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Registrations"))
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows(book)):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=harmless(value))
            cell.data_type = "s"  # never a formula, whatever it begins with
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    data = BytesIO()
    workbook.save(data)
    return data.getvalue()


def harmless(value: str) -> str:
    """The text with an apostrophe in front where a spreadsheet program would run it.

    Control signs that no workbook may hold are taken out.
    """
    shown = "".join(sign for sign in value if sign.isprintable() or sign in "\n\t\r")
    return f"'{shown}" if shown.lstrip(" ").startswith(DANGEROUS) else shown


def _row(one: Registration) -> list[str]:
    answers = "; ".join(f"{item['question']}: {item['answer']}" for item in one.answers)
    return [
        one.name,
        one.email,
        one.organisation,
        str(one.get_state_display()),
        one.code,
        one.access_needs,
        answers,
        _moment(one.created_at),
        _moment(one.confirmed_at),
        _moment(one.checked_in_at),
    ]


def _moment(value: datetime | None) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""
