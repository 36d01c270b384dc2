"""The demo's pictures: drawn once by program, kept in the hub's own folder, never fetched."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from hub.demo.painting import desks, fields, makers, streets, tables, town, woods
from hub.demo.painting.canvas import Canvas

SCENES = {
    name: scene
    for room in (fields, woods, town, streets, tables, desks, makers)
    for name, scene in room.SCENES.items()
}
# The name of the folder carries the drawings' edition: raise it when a drawing changes.
EDITION = "1"
LARGEST = 150_000  # bytes; what a page may ask of a reader on a slow line
QUALITIES = (78, 70, 62, 54, 46)


def drawn(names: Iterable[str], folder: Path) -> dict[str, Path]:
    """The files of the named pictures (JPEG, 1600 × 1000), drawn where they are missing.

    Raises KeyError for a name that no scene has.
    """
    place = folder / f"demo-pictures-{EDITION}"
    place.mkdir(parents=True, exist_ok=True)
    files: dict[str, Path] = {}
    for name in names:
        files[name] = place / f"{name}.jpg"
        if not files[name].exists():
            _write(_encoded(draw(name)), files[name])
    return files


def draw(name: str) -> Image.Image:
    """Draw one picture; the same name always gives the same picture."""
    seed, top, bottom, scene = SCENES[name]
    sheet = Canvas(seed, top, bottom)
    scene(sheet)
    return sheet.finished()


def _encoded(image: Image.Image) -> bytes:
    """The best quality that keeps the file small enough."""
    data = b""
    for quality in QUALITIES:
        target = io.BytesIO()
        image.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        data = target.getvalue()
        if len(data) <= LARGEST:
            break
    return data


def _write(data: bytes, path: Path) -> None:
    """Write under another name first, so that a picture is whole or not there."""
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(data)
    unfinished.replace(path)
