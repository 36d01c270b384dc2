"""Files of pictures as telephones make them: with the place, the device and a name."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# Words that must not be found in any file.
CAMERA, AUTHOR = b"ACME-Phone", b"Anna Rossi"
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]
GPS, ORIENTATION = 0x8825, 0x0112
BLUE, RED = (0, 0, 255), (255, 0, 0)


def taken(kind: str, *, orientation: int = 1, **options: Any) -> bytes:
    """A picture, 90 by 60, with a blue left third, with everything a telephone writes beside it."""
    picture = Image.new("RGB", (90, 60), RED)
    picture.paste(BLUE, (0, 0, 30, 60))
    if kind == "GIF":
        options["comment"] = AUTHOR
    else:
        options |= {"exif": _notes(orientation), "icc_profile": PROFILE}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", AUTHOR.decode())
        text.add_itxt("XML:com.adobe.xmp", _xmp().decode())
        options["pnginfo"] = text
    elif kind != "GIF":
        options["xmp"] = _xmp()
    if kind == "JPEG":
        options["comment"] = AUTHOR
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def with_iptc(jpeg: bytes) -> bytes:
    """The same with a name in a segment of Photoshop, where agencies write it."""
    content = b"Photoshop 3.0\x00" + AUTHOR
    return jpeg[:2] + b"\xff\xed" + (len(content) + 2).to_bytes(2, "big") + content + jpeg[2:]


def opened(data: bytes) -> Image.Image:
    """The picture, read to its end."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def says_where(data: bytes) -> bool:
    """Whether a file tells anything beside the picture."""
    picture = opened(data)
    found = picture.getexif()
    words = (CAMERA, AUTHOR, b"xmpmeta", b"Photoshop")
    return bool(found.get_ifd(GPS) or dict(found)) or any(word in data for word in words)


def _notes(orientation: int) -> Image.Exif:
    notes = Image.Exif()
    notes[0x010F] = CAMERA.decode()
    notes[ORIENTATION] = orientation
    notes.get_ifd(GPS).update({1: "N", 2: (44.0, 50.0, 7.0), 3: "E", 4: (11.0, 37.0, 12.0)})
    return notes


def _xmp() -> bytes:
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + AUTHOR + b"</x:xmpmeta>"
