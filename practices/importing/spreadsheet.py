"""The importer of cooperatives and practices: a workbook with a sheet for each, or a CSV of one.

A sheet that has the needed columns of both, one row per practice with its cooperative beside it,
is read as both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importing import reading, template_files, things, upserting
from core.importing.columns import Layout, Table, lay_out
from core.importing.findings import Findings
from core.importing.importers import TABLE, CheckedRow, Importer, Written
from core.importing.recognising import FileKind
from core.importing.rich_texts import from_text, to_text
from core.importing.tables import Cell, Line, Sheet
from core.importing.upserting import Target, Values
from core.importing.vocabularies import Vocabularies
from core.models import ImportedThing, ImportJob, ImportRow
from practices.importing import checking, cooperative_columns, practice_columns, samples
from practices.importing.cooperatives import CooperativeTarget
from practices.importing.practices import PracticeTarget
from practices.models import PracticeIndexPage

SCHEME = "schede"
LEAST_HEADINGS = 2


@dataclass(slots=True)
class Reading:
    """One way through a file: what is known before, what has been met so far."""

    job: ImportJob
    path: Path
    notes: Findings
    cooperatives: Table
    practices: Table
    met: checking.Met = field(default_factory=checking.Met)

    @property
    def tables(self) -> tuple[Table, Table]:
        """Cooperatives first: practices refer to them."""
        return (self.cooperatives, self.practices)

    def chosen(self, headings: list[str]) -> list[Table]:
        """What a sheet holds, as its headings say; several when it has all of both."""
        whole = [table for table in self.tables if table.is_whole(headings)]
        if whole:
            return whole
        best = max(self.tables, key=lambda table: table.known(headings))
        return [best] if best.known(headings) >= LEAST_HEADINGS else []


class SpreadsheetImporter(Importer):
    """Cooperatives and practices from a spreadsheet."""

    name = "practices"
    label = gettext_lazy("Cooperatives and practices from a spreadsheet")
    explanation = gettext_lazy(
        "A workbook or CSV file with one row for each. What is there already is recognised by its "
        "tax code or card number and brought up to date; everything new comes in as a draft."
    )
    file_kinds = (FileKind.WORKBOOK, FileKind.DELIMITED)
    icon = "table"

    def may_use(self, user: Any) -> bool:
        """Those who may import, write cooperatives, and write under a list of practices."""
        rights = ("practices.add_cooperative", "practices.change_cooperative")
        return super().may_use(user) and user.has_perms(rights) and bool(places_for(user))

    def fields(self, user: Any) -> dict[str, forms.Field]:
        pages = PracticeIndexPage.objects.filter(pk__in=[page.pk for page in places_for(user)])
        return {
            "parent": forms.ModelChoiceField(
                pages.order_by("path"),
                label=_("Practices go under"),
                initial=pages.order_by("path").first(),
                empty_label=None,
            ),
            "scheme": forms.SlugField(
                label=_("Name of the collection"),
                initial=SCHEME,
                max_length=40,
                help_text=_(
                    "Whose card numbers these are, in one word, such as: schede-2019. Use the same "
                    "word when you bring the same collection again."
                ),
            ),
        }

    def options(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"parent": cleaned["parent"].pk, "scheme": slugify(cleaned["scheme"])}

    def downloads(self) -> list[Any]:
        return samples.downloads()

    def rows(self, job: ImportJob, files: dict[str, Path], notes: Findings) -> Iterator[CheckedRow]:
        known = Vocabularies()
        state = Reading(
            job,
            files[TABLE],
            notes,
            cooperative_columns.cooperatives(known),
            practice_columns.practices(known),
        )
        yield from self._pass(state, state.cooperatives, is_first=True)
        yield from self._pass(state, state.practices, is_first=False)

    def _pass(self, state: Reading, table: Table, *, is_first: bool) -> Iterator[CheckedRow]:
        for sheet in reading.read(state.path, state.job.file_name):
            first = next(sheet.lines, None)
            headings = [_words(cell) for cell in first.cells] if first else []
            chosen = state.chosen(headings)
            if first is None or (not chosen and is_first):
                if first is not None and not template_files.is_help(sheet.name):
                    note = _("This sheet holds neither cooperatives nor practices: it is left out.")
                    state.notes.warning(note, column=sheet.name)
                continue
            if table in chosen:
                yield from self._sheet(state, table, sheet, first, is_both=len(chosen) > 1)

    def _sheet(
        self, state: Reading, table: Table, sheet: Sheet, first: Line, *, is_both: bool
    ) -> Iterator[CheckedRow]:
        layout = lay_out(table, first.cells, sheet.name)
        if not is_both:
            state.notes.found += layout.notes.found
        batch: list[tuple[Line, Values, Findings]] = []
        for line in sheet.lines:
            findings = Findings()
            values = normal(layout.values(layout.cells(line.cells), findings))
            batch.append((line, values, findings))
            if len(batch) == 200:
                yield from self._checked(state, layout, sheet.name, batch, is_both)
                batch = []
        yield from self._checked(state, layout, sheet.name, batch, is_both)

    def _checked(
        self,
        state: Reading,
        layout: Layout,
        sheet: str,
        batch: list[tuple[Line, Values, Findings]],
        is_both: bool,
    ) -> Iterator[CheckedRow]:
        target = target_of(layout.table.kind, state.job)
        keys = {id(values): _key(target, values) for _line, values, _findings in batch}
        known = things.known(kind=target.kind, external_ids=filter(None, keys.values()))
        for line, values, findings in batch:
            key = keys[id(values)]
            where = f"{sheet} {line.number}"
            if is_both and state.met.is_same_cooperative(target.kind, key):
                continue
            state.met.check(target.kind, key, values, findings, layout, where)
            row = CheckedRow(
                target.kind,
                sheet,
                line.number,
                key,
                str(values.get("title") or values.get("name") or key),
                values,
                findings,
            )
            if not findings.has_errors:
                thing = known.get(things.key_of(key))
                foresight = upserting.foresee(target, layout.table, values, thing, findings)
                row.foreseen, row.keeps_changes = foresight.outcome, foresight.keeps_changes
            yield row

    def write(self, row: ImportRow, job: ImportJob, files: dict[str, Path]) -> Written:
        target = target_of(row.kind, job)
        return upserting.write(target, row.cells, job)

    def is_untouched(self, thing: ImportedThing) -> bool:
        made: Any = thing.target
        return target_of(thing.kind, None).is_untouched(made, thing.stamp)

    def remove(self, thing: ImportedThing, user: Any) -> None:
        made: Any = thing.target
        target_of(thing.kind, None).remove(made, user)


def target_of(kind: str, job: ImportJob | None) -> CooperativeTarget | PracticeTarget:
    """What rows of a kind become."""
    if kind == cooperative_columns.KIND:
        return CooperativeTarget()
    options = job.options if job else {}
    return PracticeTarget(options.get("scheme") or SCHEME, options.get("parent") or 0)


def places_for(user: Any) -> list[PracticeIndexPage]:
    """The lists of practices under which somebody may write."""
    pages = PracticeIndexPage.objects.filter(alias_of__isnull=True).order_by("path")
    return [page for page in pages if page.permissions_for_user(user).can_add_subpage()]


def normal(values: Values) -> Values:
    """Values as they come back from the hub, so that the same is seen to be the same."""
    if values.get("what_we_do"):
        values["what_we_do"] = to_text(from_text(values["what_we_do"]))
    return values


def _key(target: Target, values: Values) -> str:
    name = "tax_code" if target.kind == cooperative_columns.KIND else "external_id"
    return target.key(values) if values.get(name) else ""


def _words(cell: Cell) -> str:
    return "" if cell is None else str(cell)
