"""Takes out of pictures what cameras, telephones and programs write beside the picture.

Where and when it was taken, by whom and with which device: none of it is for readers, and Wagtail
copies it into every size. What is turned by a note is turned for good; the colour profile stays.
"""

from __future__ import annotations

import io
from typing import Any

from PIL import ExifTags, Image, ImageFile, ImageOps, JpegImagePlugin

# What Pillow tells of a picture that is needed to show it. Everything else is about the picture:
# a word that a later Pillow finds is taken out as long as it is not listed here.
PLAIN = frozenset(
    (  # noqa: SIM905  one word a line would be long
        "adobe adobe_transform aspect background bbox blend chromaticity default_image disposal "
        "dpi duration gamma icc_profile interlace jfif jfif_density jfif_unit jfif_version loop "
        "palette progression progressive srgb timestamp transparency version"
    ).split()
)
# JPEG: the segments that are needed, by their name and how they begin (ITU-T T.871, ICC.1 B.4).
PLAIN_SEGMENTS = (("APP0", b"JFIF"), ("APP2", b"ICC_PROFILE"), ("APP14", b"Adobe"))
END_OF_JPEG = b"\xff\xd9"
# The only extension of a GIF that is needed: how often it is played.
PLAIN_EXTENSION = b"NETSCAPE2.0"
FORMATS = {"JPEG", "MPO", "PNG", "WEBP", "AVIF", "GIF"}
# Losses by writing once more are not seen; JPEG keeps its own tables.
QUALITY = 92


def only_the_picture(data: bytes) -> bytes:
    """Give a picture's file without what was written beside it.

    The same bytes come back when there is nothing of the kind, and when the file is no picture
    that can be read: no size of it can be made then, so nothing of it is ever shown.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.format not in FORMATS:
                return data
            picture.load()
            return _written_anew(picture, data) if _says_more(picture, data) else data
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return data


def _says_more(picture: ImageFile.ImageFile, data: bytes) -> bool:
    known = set(picture.info)
    extension = picture.info.get("extension")
    if extension and extension[0] == PLAIN_EXTENSION:
        known.discard("extension")
    if known - PLAIN:
        return True
    if not isinstance(picture, JpegImagePlugin.JpegImageFile):
        return False
    # Telephones append films and second pictures behind the end.
    return (
        picture.format == "MPO"
        or not data.endswith(END_OF_JPEG)
        or any(
            not any(name == kind and content.startswith(start) for kind, start in PLAIN_SEGMENTS)
            for name, content in picture.applist
        )
    )


def _written_anew(picture: ImageFile.ImageFile, data: bytes) -> bytes:
    kind = "JPEG" if picture.format == "MPO" else str(picture.format)
    options = _options(picture, kind, data)
    turned: Image.Image = picture
    if picture.getexif().get(ExifTags.Base.Orientation, 1) != 1:
        turned = ImageOps.exif_transpose(picture)
    elif getattr(picture, "n_frames", 1) > 1 and kind != "JPEG":
        options["save_all"] = True
    for word in set(turned.info) - PLAIN:
        del turned.info[word]
    out = io.BytesIO()
    turned.save(out, kind, **options)
    return out.getvalue()


def _options(picture: ImageFile.ImageFile, kind: str, data: bytes) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if profile := picture.info.get("icc_profile"):
        options["icc_profile"] = profile
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        options["qtables"] = picture.quantization
        options["progressive"] = "progressive" in picture.info
        sampling = JpegImagePlugin.get_sampling(picture)
        if sampling != -1:
            options["subsampling"] = sampling
    elif kind == "WEBP" and b"VP8L" in data:
        options |= {"lossless": True, "exact": True}
    elif kind in {"WEBP", "AVIF"}:
        options["quality"] = QUALITY
    return options
