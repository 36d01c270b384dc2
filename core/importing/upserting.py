"""Making and changing what rows stand for, without writing over what people have changed since."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from core.importing import things
from core.importing.columns import Table
from core.importing.findings import Findings
from core.importing.importers import Written
from core.importing.things import Merge
from core.models.importing import ImportedThing, ImportJob, RowOutcome

Values = dict[str, Any]
TOUCHED = "touched"


class Target(ABC):
    """What rows of one kind become. Values are plain: what the columns' parsers give."""

    kind: str
    private: frozenset[str] = frozenset()
    """Values about people: never kept beside the thing, never shown in a report."""

    @abstractmethod
    def key(self, values: Values) -> str:
        """What names the thing outside, for ever."""

    @abstractmethod
    def find(self, values: Values) -> Model | None:
        """What is there already, though no import made it."""

    @abstractmethod
    def current(self, target: Any) -> Values:
        """The values as they are now, by the names of the columns."""

    @abstractmethod
    def create(self, values: Values, job: ImportJob) -> Model:
        """Make a draft."""

    @abstractmethod
    def update(self, target: Any, changes: Values, job: ImportJob) -> None:
        """Write some values; what was published stays published as it was."""

    @abstractmethod
    def stamp(self, target: Any) -> str:
        """What changes whenever somebody saves the thing."""

    def blocked(self, target: Any) -> str:
        """Why the thing must not be changed now, "" if it may."""
        return ""


@dataclass(slots=True)
class Foresight:
    """What a row would do."""

    outcome: str
    keeps_changes: bool = False


def foresee(
    target: Target,
    table: Table,
    values: Values,
    thing: ImportedThing | None,
    findings: Findings,
    *,
    overwrite: bool = False,
) -> Foresight:
    """Say what writing a row would do; adds what to know to the findings."""
    found = thing.target if thing else target.find(values)
    if found is None:
        if thing is not None:
            findings.warning(_deleted())
            return Foresight(RowOutcome.LEFT_OUT)
        return Foresight(RowOutcome.CREATED)
    if reason := target.blocked(found):
        findings.warning(reason)
        return Foresight(RowOutcome.LEFT_OUT)
    merge = _merged(target, found, thing, values, overwrite)
    _report_kept(target, table, merge, findings)
    outcome = RowOutcome.UPDATED if merge.changes else RowOutcome.UNCHANGED
    return Foresight(outcome, bool(merge.kept))


def write(target: Target, values: Values, job: ImportJob) -> Written:
    """Make, change or leave what a row stands for; inside a transaction."""
    thing = things.claim(kind=target.kind, external_id=target.key(values))
    findings = Findings()
    is_known = thing.object_id is not None
    found: Any = thing.target if is_known else target.find(values)
    if found is None and is_known:
        findings.warning(_deleted())
        return Written(RowOutcome.LEFT_OUT, findings=findings)
    if found is None:
        made = target.create(values, job)
        _remember(target, thing, made, created_by=job, was_untouched=True)
        return Written(RowOutcome.CREATED, made)
    if reason := target.blocked(found):
        findings.warning(reason)
        return Written(RowOutcome.LEFT_OUT, found, findings)
    overwrite = bool(job.options.get("overwrite"))
    merge = _merged(target, found, thing if is_known else None, values, overwrite)
    kept = {one.name for one in merge.kept}
    was_untouched = is_known and thing.stamp == target.stamp(found)
    if merge.changes:
        target.update(found, merge.changes, job)
    if merge.changes or not is_known:
        _remember(target, thing, found, created_by=None, was_untouched=was_untouched, kept=kept)
    outcome = RowOutcome.UPDATED if merge.changes else RowOutcome.UNCHANGED
    return Written(outcome, found)


def _merged(
    target: Target, found: Model, thing: ImportedThing | None, values: Values, overwrite: bool
) -> Merge:
    return things.merge(
        current=target.current(found),
        base=thing.values if thing else {},
        incoming=values,
        overwrite=overwrite,
    )


def _remember(
    target: Target,
    thing: ImportedThing,
    found: Any,
    *,
    created_by: ImportJob | None,
    was_untouched: bool,
    kept: set[str] | None = None,
) -> None:
    """Keep the values as they are now, but for those that a person changed."""
    found.refresh_from_db()
    now = target.current(found)
    values = {
        name: thing.values.get(name) if name in (kept or set()) else value
        for name, value in now.items()
        if name not in target.private and not (name in (kept or set()) and name not in thing.values)
    }
    things.remember(
        thing=thing,
        target=found,
        values=values,
        stamp=target.stamp(found) if was_untouched else TOUCHED,
        created_by=created_by,
    )


def _deleted() -> str:
    return _("It was imported before and somebody has deleted it since: it is not brought back.")


def _report_kept(target: Target, table: Table, merge: Merge, findings: Findings) -> None:
    headings = {column.name: column.heading() for column in table.columns}
    for one in merge.kept:
        heading = headings.get(one.name, one.name)
        if one.name in target.private:
            findings.warning(_("Something else is written there: it stays."), column=heading)
            continue
        current = "; ".join(map(str, one.current)) if isinstance(one.current, list) else one.current
        message = _("In the hub it says “%(current)s”, written by a person: it stays.")
        shown = str(current)[:120]
        findings.warning(message % {"current": shown}, column=heading, value=_shown(one.incoming))


def _shown(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
