"""Files of imports: kept in the database in pieces, so that any worker on any machine has them,
and no web address leads to them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.models.importing import ImportChunk, ImportFile, ImportJob

PIECE = 512 * 1024


def keep(*, job: ImportJob, role: str, name: str, content: Iterable[bytes]) -> ImportFile:
    """Put a file beside a job."""
    file = ImportFile.objects.create(job=job, role=role, name=Path(name).name[-200:], size=0)
    for number, piece in enumerate(_in_pieces(content)):
        ImportChunk.objects.create(file=file, number=number, content=piece)
        file.size += len(piece)
    file.save(update_fields=["size"])
    return file


def _in_pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for part in content:
        held += part
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)


def read_in_pieces(path: Path) -> Iterator[bytes]:
    """The content of a file on disk, a piece at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


@contextmanager
def fetched(job: ImportJob) -> Iterator[dict[str, Path]]:
    """Give a job's files by role, on disk for as long as they are needed."""
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        paths: dict[str, Path] = {}
        for file in job.files.all():
            # Its own name could be anything: only the ending is kept, and the role names it.
            path = Path(folder) / f"{file.role}{Path(file.name).suffix.lower()[:6]}"
            with path.open("wb") as target:
                for content in file.chunks.values_list("content", flat=True).iterator(chunk_size=8):
                    target.write(bytes(content))
            paths[file.role] = path
        yield paths


def let_go(job: ImportJob) -> None:
    """Forget a job's files; its report stays."""
    ImportFile.objects.filter(job=job).delete()
