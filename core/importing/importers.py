"""What can be imported: each room brings its own importer and registers it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.importing.findings import Findings
from core.importing.recognising import FileKind
from core.models.importing import ImportedThing, ImportJob, ImportRow, RowOutcome

TABLE = "table"
PICTURES = "pictures"
MB = 1024 * 1024


@dataclass(slots=True)
class CheckedRow:
    """A row as the check found it; `cells` are plain data from which it can be written."""

    kind: str
    sheet: str
    line: int
    key: str
    label: str
    cells: dict[str, Any]
    findings: Findings
    foreseen: str = RowOutcome.CREATED
    keeps_changes: bool = False


@dataclass(slots=True)
class Written:
    """What became of a row."""

    outcome: str
    target: Model | None = None
    findings: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is made when somebody asks for it."""

    name: str
    label: str | Promise
    content_type: str
    make: Callable[[], bytes]


class Importer(ABC):
    """Reads one sort of file and writes its rows, one at a time."""

    name: str
    label: str | Promise
    explanation: str | Promise
    file_kinds: tuple[FileKind, ...]
    largest_file = 20 * MB
    takes_pictures = False
    """Whether a ZIP of pictures may come along."""
    largest_pictures = 400 * MB
    icon = "upload"
    what_follows: str | Promise = _(
        "The file is checked first, and you see a report of every row. Nothing is written until "
        "you say so, and everything comes in as a draft."
    )
    undo_explanation: str | Promise = _(
        "The drafts it made are deleted, except those that somebody has changed, published or used "
        "since. Changes to what was there before stay."
    )
    undo_label: str | Promise = _("Delete the untouched drafts")
    edit_view = "edit"
    """The screen of a snippet that the report leads to."""

    def may_use(self, user: Any) -> bool:
        """Whether somebody may import this at all."""
        return bool(user.has_perm("core.add_importjob"))

    def fields(self, user: Any) -> dict[str, forms.Field]:
        """What is asked for besides the file."""
        return {}

    def options(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The answers as plain data."""
        return {}

    def downloads(self) -> list[Download]:
        """What helps to prepare a file: templates, samples."""
        return []

    @abstractmethod
    def rows(self, job: ImportJob, files: dict[str, Path], notes: Findings) -> Iterator[CheckedRow]:
        """Read and check a job's files; raise Refused when they cannot be used."""

    @abstractmethod
    def write(self, row: ImportRow, job: ImportJob, files: dict[str, Path]) -> Written:
        """Write one row, inside a transaction; raise Wrong or ValidationError if it cannot be."""

    @abstractmethod
    def is_untouched(self, thing: ImportedThing) -> bool:
        """Whether nobody has changed, published or used what an import made."""

    @abstractmethod
    def remove(self, thing: ImportedThing, user: Any) -> None:
        """Delete what an import made."""


_registered: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Make an importer known; the same name again replaces it."""
    _registered[importer.name] = importer


def get(name: str) -> Importer:
    """The importer of a name; KeyError if there is none."""
    return _registered[name]


def all_for(user: Any) -> list[Importer]:
    """The importers somebody may use."""
    return [one for one in _registered.values() if one.may_use(user)]
