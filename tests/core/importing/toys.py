"""An importer of the simplest sort: organisations by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.importing import reading, things
from core.importing.columns import Column, Table, lay_out
from core.importing.findings import Findings, Wrong
from core.importing.importers import TABLE, CheckedRow, Importer, Written
from core.importing.parsing import Words
from core.importing.recognising import FileKind
from core.models import ImportedThing, ImportJob, ImportRow, Organisation, RowOutcome

COLUMNS = Table(
    kind="toy",
    it="Organizzazioni",
    en="Organisations",
    columns=(
        Column("name", "Nome", "Name", Words(40), is_required=True),
        Column("motto", "Motto", "Motto", Words(20)),
    ),
)


class ToyImporter(Importer):
    name = "toy"
    label = "Organizzazioni"
    explanation = "Una per riga."
    file_kinds = (FileKind.WORKBOOK, FileKind.DELIMITED)
    fails_on = ""

    def rows(self, job: ImportJob, files: dict[str, Path], notes: Findings) -> Iterator[CheckedRow]:
        for sheet in reading.read(files[TABLE], job.file_name):
            first = next(sheet.lines)
            layout = lay_out(COLUMNS, first.cells, sheet.name)
            notes.found += layout.notes.found
            for line in sheet.lines:
                findings = Findings()
                values = layout.values(layout.cells(line.cells), findings)
                name = str(values["name"])
                yield CheckedRow(
                    "toy", sheet.name, line.number, name, name, {"name": name}, findings
                )

    def write(self, row: ImportRow, job: ImportJob, files: dict[str, Path]) -> Written:
        if row.key == self.fails_on:
            raise Wrong("Questa no.")
        thing = things.claim(kind="toy", external_id=row.key)
        if thing.target is not None:
            return Written(RowOutcome.UNCHANGED, thing.target)
        made = Organisation.objects.create(name=row.cells["name"])
        things.remember(thing=thing, target=made, values={}, stamp=made.name, created_by=job)
        return Written(RowOutcome.CREATED, made)

    def is_untouched(self, thing: ImportedThing) -> bool:
        return bool(thing.target.name == thing.stamp)

    def remove(self, thing: ImportedThing, user: Any) -> None:
        thing.target.delete()
