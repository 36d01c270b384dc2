"""ZIP files from outside: looked at before anything in them is unpacked.

A workbook is a ZIP, too. What is refused: archives that unpack to more than the limits (zip bombs),
overlapping or encrypted entries, names that would lead out of a folder, symbolic links.
"""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.importing.refusals import Refused

MB = 1024 * 1024
# End of central directory record, APPNOTE.TXT 4.3.16: signature, numbers, sizes, comment length.
END = struct.Struct("<4s4H2LH")
END_SIGNATURE = b"PK\x05\x06"
LONGEST_COMMENT = 65_535
# A central directory entry takes 46 bytes and its name.
BYTES_PER_ENTRY = 512
# Small files may be compressed as tightly as they like.
HARMLESS = MB
ENCRYPTED = 0x1


@dataclass(frozen=True)
class Limits:
    """What an archive may hold; sizes in bytes as unpacked."""

    entries: int
    entry: int
    total: int
    ratio: int


WORKBOOK = Limits(entries=2_000, entry=64 * MB, total=96 * MB, ratio=200)
PICTURES = Limits(entries=20_000, entry=40 * MB, total=2_048 * MB, ratio=200)


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open an archive that keeps to the limits; raise Refused for any other."""
    _look_at_the_end(path, limits)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused(_("The file is damaged: it cannot be unpacked.")) from error
    with archive:
        inspect(archive, path.stat().st_size, limits)
        yield archive


def inspect(archive: zipfile.ZipFile, packed_size: int, limits: Limits) -> None:
    """Raise Refused when something in the table of contents is not as it should be."""
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise Refused(_too_many(limits))
    if len({info.filename for info in infos}) != len(infos):
        raise Refused(_("The file holds two parts with the same name: it was tampered with."))
    for info in infos:
        _inspect_entry(info, limits)
    if sum(info.file_size for info in infos) > limits.total:
        size = filesizeformat(limits.total)
        raise Refused(_("Unpacked, the file would take more than %(size)s.") % {"size": size})
    if sum(info.compress_size for info in infos) > packed_size:
        raise Refused(_("Parts of the file overlap: it was tampered with."))


def _look_at_the_end(path: Path, limits: Limits) -> None:
    """Refuse a table of contents too large to be read, before it is."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - LONGEST_COMMENT - END.size))
        tail = file.read()
    at = tail.rfind(END_SIGNATURE)
    if at < 0 or at + END.size > len(tail):
        raise Refused(_("The file is damaged: it cannot be unpacked."))
    _mark, _disk, _first, _here, entries, table, _offset, _comment = END.unpack_from(tail, at)
    if entries > limits.entries or table > limits.entries * BYTES_PER_ENTRY:
        raise Refused(_too_many(limits))


def _too_many(limits: Limits) -> str:
    return _("The file is packed from more than %(count)d parts.") % {"count": limits.entries}


def _inspect_entry(info: zipfile.ZipInfo, limits: Limits) -> None:
    name = info.filename
    if leads_away(name):
        raise Refused(_("“%(name)s” would be unpacked outside its folder.") % {"name": name[:80]})
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Refused(_("“%(name)s” is a link to another file.") % {"name": name[:80]})
    if info.flag_bits & ENCRYPTED:
        raise Refused(_("The file is protected by a password: save it without one."))
    if info.file_size > limits.entry:
        words = {"name": name[:80], "size": filesizeformat(limits.entry)}
        raise Refused(_("Unpacked, “%(name)s” would take more than %(size)s.") % words)
    if info.file_size > HARMLESS and info.file_size > limits.ratio * max(1, info.compress_size):
        raise Refused(
            _("“%(name)s” unpacks to far more than it should: the file is refused.")
            % {"name": name[:80]}
        )


def leads_away(name: str) -> bool:
    """Whether a name in an archive points outside the folder it is unpacked into."""
    windows = PureWindowsPath(name)
    return (
        "\x00" in name
        or name.startswith(("/", "\\"))
        or bool(windows.drive)
        or ".." in PurePosixPath(name).parts
        or ".." in windows.parts
    )
