"""Workbooks as a network would bring them."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from stdnum import luhn

Rows = list[dict[str, Any]]


def tax_code(number: int) -> str:
    """A number with a right check digit, of a series that no office gives out."""
    digits = f"{number:07d}999"
    return str(digits + luhn.calc_check_digit(digits))


def cooperative(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "Codice fiscale": tax_code(number),
        "Denominazione": f"Cooperativa numero {number}",
        "Tipo": "Cooperativa sociale di tipo A (servizi)",
        "Comune": "Ferrara",
        "Provincia": "FE",
    } | values


def practice(number: Any = 1, of: Any = 1, **values: Any) -> dict[str, Any]:
    return {
        "Codice scheda": f"A-{number:03d}",
        "Titolo": f"Pratica numero {number}",
        "Codice fiscale della cooperativa": tax_code(of),
        "Riassunto": f"Che cosa fa la pratica {number}.",
    } | values


def workbook(**sheets: Rows) -> bytes:
    book = Workbook()
    del book[book.sheetnames[0]]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def network(cooperatives: int = 104, practices: int = 135) -> bytes:
    """The size of the network's first research; practices come first, to make it harder."""
    return workbook(
        Pratiche=[practice(n, n % cooperatives + 1) for n in range(1, practices + 1)],
        Cooperative=[cooperative(n) for n in range(1, cooperatives + 1)],
    )
