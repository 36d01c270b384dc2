"""What a file really is, by its first bytes; its name only has to agree."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from core.importing import archives
from core.importing.refusals import Refused


class FileKind(StrEnum):
    """What can be read."""

    WORKBOOK = "xlsx"
    DELIMITED = "csv"
    XML = "xml"
    ARCHIVE = "zip"


SUFFIXES = {
    ".xlsx": FileKind.WORKBOOK,
    ".csv": FileKind.DELIMITED,
    ".txt": FileKind.DELIMITED,
    ".tsv": FileKind.DELIMITED,
    ".xml": FileKind.XML,
    ".rss": FileKind.XML,
    ".atom": FileKind.XML,
    ".zip": FileKind.ARCHIVE,
}
# Files that people take for others, by how they begin.
SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "Windows"),
    (b"\x7fELF", "Linux"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SAMPLE = 64 * 1024


def recognise(path: Path, name: str, wanted: tuple[FileKind, ...]) -> FileKind:
    """Say what a file is; raise Refused when it is damaged, dangerous, or none of the wanted."""
    suffix = Path(name).suffix.lower()
    if suffix in {".xlsm", ".xltm", ".xlsb", ".xlam"}:
        raise Refused(_macros())
    kind = _by_content(path)
    if kind not in wanted or SUFFIXES.get(suffix, kind) != kind:
        words = {
            "name": name[:80],
            "kind": kind.value.upper(),
            "wanted": ", ".join(f".{one.value}" for one in wanted),
        }
        message = _("“%(name)s” is a file of type %(kind)s. Choose one of: %(wanted)s.")
        if kind in wanted:
            message = _("“%(name)s” is really a file of type %(kind)s: give it the right ending.")
        raise Refused(message % words)
    return kind


def _macros() -> str:
    return _("The file holds macros, which are never run here: save it as .xlsx without macros.")


def _by_content(path: Path) -> FileKind:
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if not start.strip():
        raise Refused(_("The file is empty."))
    if start.startswith(OLD_OFFICE):
        raise Refused(
            _("The file is in the old Excel format, or has a password: save it as .xlsx.")
        )
    for mark, label in SIGNATURES:
        if start.startswith(mark):
            raise Refused(_("This is a file of type %(kind)s.") % {"kind": label})
    if start.startswith(b"PK"):
        return _packed(path)
    return _text(start)


def _packed(path: Path) -> FileKind:
    with archives.opened(path, archives.PICTURES) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused(_macros())
            if b"macroenabled" in _part(archive, "[Content_Types].xml").lower():
                raise Refused(_macros())
            return FileKind.WORKBOOK
        if b"opendocument" in _part(archive, "mimetype"):
            raise Refused(_("This is an OpenDocument file: save it as .xlsx or .csv."))
        if "word/document.xml" in names:
            raise Refused(_("This is a Word document: the rows must stand in a spreadsheet."))
    return FileKind.ARCHIVE


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(SAMPLE)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
        return b""


def _text(start: bytes) -> FileKind:
    if b"\x00" in start and not start.startswith(UTF16):
        raise Refused(_("This is not a text file: it holds characters that no text has."))
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if words.startswith(b"<"):
        if words[:200].lower().startswith((b"<!doctype html", b"<html")):
            raise Refused(_("This is a web page, not an export: save the export itself."))
        return FileKind.XML
    return FileKind.DELIMITED
