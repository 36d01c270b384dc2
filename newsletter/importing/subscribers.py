"""The importer of subscribers: a workbook or a CSV file with one row for each person.

Addresses never stand in the report: a row is named by its masked address. What the file holds
about people is emptied row by row as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from core import email_addresses
from core.importing import reading, template_files, things
from core.importing.columns import Layout, lay_out
from core.importing.findings import Findings
from core.importing.importers import TABLE, CheckedRow, Download, Importer, Written
from core.importing.recognising import FileKind
from core.importing.tables import Line
from core.importing.vocabularies import Vocabularies
from core.models import ImportedThing, ImportJob, ImportRow, RowOutcome
from newsletter import admitting
from newsletter.admitting import Newcomer, Standing
from newsletter.importing import SUBSCRIBERS, columns, samples
from newsletter.models import ConsentMethod, Frequency
from newsletter.proving import Proof

BATCH = 200
# Columns whose cells are about a person: what stands in them is not repeated in the report.
PERSONAL = (columns.EMAIL, columns.EVIDENCE)
OUTCOMES = {
    Standing.NEW: RowOutcome.CREATED,
    Standing.KNOWN: RowOutcome.UPDATED,
    Standing.SUBSCRIBED: RowOutcome.UNCHANGED,
}
REASONS: dict[Standing, Promise] = {
    Standing.SUBSCRIBED: gettext_lazy(
        "Subscribed already: nothing is changed, also not what they chose."
    ),
    Standing.SUPPRESSED: gettext_lazy(
        "This address must never be written to: it objected, complained, was erased, or its mail "
        "comes back. It is left out."
    ),
    Standing.LEFT: gettext_lazy(
        "Has unsubscribed since. Only they themselves can subscribe again: left out."
    ),
    Standing.UNREACHABLE: gettext_lazy("Its mail came back, or was marked as spam: left out."),
}

Read = tuple[Line, dict[str, Any], Findings]


class SubscriberImporter(Importer):
    """Readers who agreed elsewhere, with the proof that they did."""

    name = SUBSCRIBERS
    label = gettext_lazy("Subscribers, with proof of their consent")
    explanation = gettext_lazy(
        "A workbook or CSV file with one row for each person who has agreed to receive the "
        "newsletter: with the words they agreed to, the day, and what shows it. Nobody is written "
        "to. Who has unsubscribed, or must not be written to, is left out."
    )
    what_follows = gettext_lazy(
        "The file is checked first, and you see a report of every row. Nothing is written until "
        "you say so."
    )
    undo_explanation = gettext_lazy(
        "The readers it brought are removed, except those who have been sent something or have "
        "changed something since. Their consents stay in the chain, as taken back."
    )
    undo_label = gettext_lazy("Remove the untouched readers")
    file_kinds = (FileKind.WORKBOOK, FileKind.DELIMITED)
    icon = "group"
    edit_view = "inspect"

    def may_use(self, user: Any) -> bool:
        """Those who may import, and see and bring in readers."""
        rights = ("newsletter.add_subscriber", "newsletter.view_subscriber")
        return super().may_use(user) and bool(user.has_perms(rights))

    def downloads(self) -> list[Download]:
        return samples.downloads()

    def rows(self, job: ImportJob, files: dict[str, Path], notes: Findings) -> Iterator[CheckedRow]:
        table = columns.subscribers(Vocabularies())
        met: dict[str, str] = {}
        for sheet in reading.read(files[TABLE], job.file_name):
            first = next(sheet.lines, None)
            if first is None or template_files.is_help(sheet.name):
                continue
            layout = lay_out(table, first.cells, sheet.name)
            notes.found += layout.notes.found
            batch: list[Read] = []
            for line in sheet.lines:
                findings = Findings()
                values = layout.values(layout.cells(line.cells), findings)
                batch.append((line, values, findings))
                if len(batch) == BATCH:
                    yield from _checked(batch, layout, sheet.name, met)
                    batch = []
            yield from _checked(batch, layout, sheet.name, met)

    def write(self, row: ImportRow, job: ImportJob, files: dict[str, Path]) -> Written:
        values, findings = row.cells, Findings()
        if row.foreseen == RowOutcome.LEFT_OUT:  # it stands there why
            return Written(RowOutcome.LEFT_OUT)
        standing, reader = admitting.admit(
            newcomer=_newcomer(values), proof=_proof(values, row, job)
        )
        outcome = OUTCOMES.get(standing, RowOutcome.LEFT_OUT)
        if outcome != row.foreseen and standing in REASONS:
            findings.warning(str(REASONS[standing]))
        if outcome == RowOutcome.CREATED and reader is not None:
            thing = things.claim(kind=columns.KIND, external_id=reader.public_id.hex)
            things.remember(thing=thing, target=reader, values={}, stamp="", created_by=job)
        shown = reader if outcome != RowOutcome.LEFT_OUT else None
        return Written(outcome, shown, findings)

    def is_untouched(self, thing: ImportedThing) -> bool:
        reader: Any = thing.target
        return admitting.is_untouched(reader)

    def remove(self, thing: ImportedThing, user: Any) -> None:
        reader: Any = thing.target
        log(instance=reader, action="wagtail.delete", user=user, deleted=True)
        admitting.take_back(subscriber_id=reader.pk)


def _checked(
    batch: list[Read], layout: Layout, sheet: str, met: dict[str, str]
) -> Iterator[CheckedRow]:
    found = admitting.standings(values[columns.EMAIL] for _l, values, _f in batch)
    headings = [heading for _p, one, heading in layout.places if one.name in PERSONAL]
    for line, values, findings in batch:
        key = values[columns.EMAIL].lower()
        findings.found = [
            replace(one, value="") if one.column in headings else one for one in findings.found
        ]
        row = CheckedRow(
            kind=columns.KIND,
            sheet=sheet,
            line=line.number,
            key="",
            label=email_addresses.masked(values[columns.EMAIL]) if key else "",
            cells=values,
            findings=findings,
        )
        if not findings.has_errors:
            _foresee(row, found[key], met, f"{sheet} {line.number}")
        yield row


def _foresee(row: CheckedRow, standing: Standing, met: dict[str, str], where: str) -> None:
    """What will become of a row that can be read."""
    key = row.cells[columns.EMAIL].lower()
    if key in met:
        text = _("The same address stands in %(where)s already: left out.")
        row.findings.warning(text % {"where": met[key]})
        row.foreseen = RowOutcome.LEFT_OUT
        return
    met[key] = where
    row.foreseen = OUTCOMES.get(standing, RowOutcome.LEFT_OUT)
    if standing in REASONS:
        row.findings.warning(str(REASONS[standing]))
    given = date.fromisoformat(row.cells["given_date"])
    if standing.is_admissible and admitting.is_too_old(given, timezone.localdate()):
        row.findings.warning(
            _(
                "The consent is more than two years old: people may not remember it. Consider "
                "asking them again."
            )
        )


def _newcomer(values: dict[str, Any]) -> Newcomer:
    return Newcomer(
        email=values[columns.EMAIL],
        language=values.get("language") or settings.LANGUAGE_CODE,
        topics=values.get("topics") or [],
        territories=values.get("territories") or [],
        frequency=values.get("frequency") or Frequency.ISSUE,
    )


def _proof(values: dict[str, Any], row: ImportRow, job: ImportJob) -> Proof:
    return Proof(
        wording=values["wording"],
        given_date=date.fromisoformat(values["given_date"]),
        method=ConsentMethod(values["method"]),
        evidence=values[columns.EVIDENCE],
        file_name=job.file_name,
        line=row.line,
        imported_by=job.started_by,
    )
