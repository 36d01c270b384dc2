"""A template to fill in, and a small file to try an import with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.importing import template_files
from core.importing.choices import OneOf, names_of
from core.importing.columns import Column, Table
from core.importing.importers import Download
from core.importing.vocabularies import Vocabularies
from newsletter.importing import columns

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
WORDING = (
    "Desidero ricevere per e-mail la newsletter della rete. Posso annullare l’iscrizione in "
    "qualunque momento."
)
# Invented, at addresses that belong to nobody (RFC 2606).
READERS: list[dict[str, Any]] = [
    {
        "email": "prova.anna@example.org",
        "wording": WORDING,
        "given_date": "12/09/2026",
        "method": "paper",
        "evidence": "Raccoglitore “Fiera 2026”, foglio 3, riga 7",
    },
    {
        "email": "prova.brian@example.org",
        "language": "English",
        "wording": WORDING,
        "given_date": "14/09/2026",
        "method": "web-form",
        "evidence": "Registro del modulo, n. 4112",
        "territories": "Emilia-Romagna",
        "frequency": "monthly",
    },
]


def downloads() -> list[Download]:
    """What is offered beside the form."""
    return [
        Download("template.xlsx", _("Template: Excel workbook"), WORKBOOK, template),
        Download("subscribers.csv", _("Template: CSV of subscribers"), CSV, headings),
        Download("sample.xlsx", _("Sample to try: two rows"), WORKBOOK, sample),
    ]


def template() -> bytes:
    """An empty workbook with explanations and lists."""
    return template_files.workbook([_table()])


def headings() -> bytes:
    """The headings as CSV."""
    return template_files.delimited(_table())


def sample() -> bytes:
    """A filled workbook."""
    table = _table()
    rows = [
        [_written(column, row.get(column.name, "")) for column in table.columns] for row in READERS
    ]
    return template_files.workbook([table], rows={table.kind: rows})


def _table() -> Table:
    return columns.subscribers(Vocabularies())


def _written(column: Column, text: str) -> str:
    """Codes as the words that stand on the list."""
    if not text or not isinstance(column.parser, OneOf):
        return text
    names = names_of(column.parser.of)
    return names.label(names.get(text)) or text
