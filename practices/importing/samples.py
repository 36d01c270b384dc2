"""Templates to fill in, and a small file to try an import with."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from core.importing import template_files
from core.importing.choices import OneOf, SomeOf, names_of, pieces
from core.importing.columns import Column, Table
from core.importing.importers import Download
from core.importing.vocabularies import Vocabularies
from practices.importing import cooperative_columns, practice_columns

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

# Invented. No office gives out numbers of the series 999 to cooperatives.
COOPERATIVES: list[dict[str, Any]] = [
    {
        "tax_code": "12345019991",
        "name": "Il Cortile Cooperativa Sociale",
        "kind": "social-a",
        "municipality": "Copparo",
        "territory": "FE",
        "founded_year": "1998",
        "sectors": "a; d",
        "summary": "Doposcuola e assistenza a casa, nei paesi lontani dalla città.",
    },
    {
        "tax_code": "12345029990",
        "name": "Mani Verdi Cooperativa Sociale",
        "kind": "social-b",
        "municipality": "Cesena",
        "territory": "FC",
        "founded_year": "2006",
        "sectors": "p; t",
        "disadvantage_groups": "disability",
    },
    {
        "tax_code": "12345039999",
        "name": "La Lanterna Cooperativa Sociale",
        "kind": "social-a",
        "municipality": "Nuoro",
        "territory": "NU",
    },
]
PRACTICES: list[dict[str, Any]] = [
    {
        "external_id": "PROVA-1",
        "title": "La merenda in portineria",
        "lead_cooperative": "12345019991",
        "summary": "Una portineria chiusa riapre il pomeriggio: compiti, merenda, consegne.",
        "started_year": "2021",
        "place": "Copparo",
        "territories": "FE",
        "target_groups": "families; older-people",
        "what_we_do": "Dalle quattro alle sette la portineria è aperta.\nChi passa trova i compiti "
        "da fare insieme e la merenda.",
    },
    {
        "external_id": "PROVA-2",
        "title": "Semi di quartiere",
        "lead_cooperative": "12345029990",
        "summary": "Un vivaio che produce piantine per gli orti delle scuole.",
        "started_year": "2018",
        "place": "Cesena",
        "territories": "FC",
        "target_groups": "disability",
    },
]
# The sample with mistakes shows what a report says: each of these is wrong on purpose.
MISTAKES = {
    ("cooperative", 2, "territory"): "Nuorro",
    ("cooperative", 1, "founded_year"): "duemilasei",
    ("practice", 1, "lead_cooperative"): "12345099993",
}


def tables() -> tuple[Table, Table]:
    """The two sheets."""
    known = Vocabularies()
    return cooperative_columns.cooperatives(known), practice_columns.practices(known)


def downloads() -> list[Download]:
    """What is offered beside the form."""
    return [
        Download("template.xlsx", _("Template: Excel workbook"), WORKBOOK, template),
        Download("cooperatives.csv", _("Template: CSV of cooperatives"), CSV, partial(headings, 0)),
        Download("practices.csv", _("Template: CSV of practices"), CSV, partial(headings, 1)),
        Download("sample.xlsx", _("Sample to try: five rows"), WORKBOOK, sample),
        Download(
            "sample-with-mistakes.xlsx",
            _("Sample to try: five rows, three with mistakes"),
            WORKBOOK,
            partial(sample, with_mistakes=True),
        ),
    ]


def template() -> bytes:
    """An empty workbook with explanations and lists."""
    return template_files.workbook(tables())


def headings(place: int) -> bytes:
    """The headings of one sheet as CSV."""
    return template_files.delimited(tables()[place])


def sample(*, with_mistakes: bool = False) -> bytes:
    """A filled workbook, right or with a few mistakes."""
    rows = {
        table.kind: _filled(table, given, with_mistakes)
        for table, given in zip(tables(), (COOPERATIVES, PRACTICES), strict=True)
    }
    return template_files.workbook(tables(), rows=rows)


def _filled(table: Table, given: list[dict[str, Any]], with_mistakes: bool) -> list[list[Any]]:
    rows = []
    for number, row in enumerate(given):
        cells = dict(row)
        for (kind, place, name), wrong in MISTAKES.items():
            if with_mistakes and (kind, place) == (table.kind, number):
                cells[name] = wrong
        rows.append([_written(column, cells.get(column.name, "")) for column in table.columns])
    return rows


def _written(column: Column, text: str) -> str:
    """Codes as the words that stand on the list."""
    if not text or not isinstance(column.parser, OneOf | SomeOf):
        return text
    names = names_of(column.parser.of)
    return "; ".join(names.label(names.get(piece)) or piece for piece in pieces(text))
