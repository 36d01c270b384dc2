"""CSV as people make it: UTF-8 or the Windows alphabet; semicolons, commas or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from core.importing.refusals import Refused
from core.importing.tables import LONGEST_TEXT, Line, Sheet

DELIMITERS = ";,\t"
# Letters outside ASCII as UTF-8 writes them: in the Windows alphabet such pairs make no sense.
UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")


def read(path: Path, name: str) -> Iterator[Sheet]:
    """Give the one sheet of a text file; raise Refused where it cannot be understood."""
    text = decoded(path.read_bytes())
    yield Sheet(name, _lines(text))


def decoded(content: bytes) -> str:
    """Turn bytes into text; raise Refused when no alphabet fits."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        alphabet = "utf-16"
    else:
        alphabet = "utf-8-sig"
    try:
        text = content.decode(alphabet)
    except UnicodeDecodeError as error:
        text = _from_windows(content, error)
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise Refused(_("Line %(line)d holds a character that no text has (NUL).") % {"line": line})
    return text


def _from_windows(content: bytes, first: UnicodeDecodeError) -> str:
    """Read the Windows alphabet (cp1252), unless the file is a mixture or something else."""
    line = content[: first.start].count(b"\n") + 1
    message = _(
        "Line %(line)d holds letters in an alphabet that cannot be told: save the file as "
        "“CSV UTF-8”."
    )
    if first.encoding != "utf-8" or UTF8_LETTER.search(content):
        raise Refused(message % {"line": line}) from first
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refused(message % {"line": line}) from error


def delimiter_of(text: str) -> str:
    """The sign between the columns, as the first line shows it."""
    outside = re.sub(r'"(?:[^"]|"")*"', "", text[:20_000])
    first = next((line for line in outside.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _lines(text: str) -> Iterator[Line]:
    told = re.match(r"sep=(.)\r?\n", text)  # Excel's own first line
    delimiter = told.group(1) if told else delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(LONGEST_TEXT * 4)
    begins = 1
    try:
        for cells in reader:
            if not (told and begins == 1):
                yield Line(begins, list(cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            _("From line %(line)d on the columns cannot be told apart: is a quote missing?")
            % {"line": begins}
        ) from error
