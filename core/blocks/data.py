"""How blocks give their content to programs: plain data, with a note of what they mention."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from wagtail.images.models import SourceImageIOError

from core.addresses import absolute
from core.media import HubImage
from core.visibility import is_public_image

CARD_SIZE = "fill-960x600|format-jpeg|jpegquality-80"
FULL_SIZE = "max-1600x1600|format-jpeg|jpegquality-82"


@dataclass(slots=True)
class Reading:
    """One reading of a page: its language, and the pages and pictures met on the way.

    The catalogue keeps what was met, so that an entry is written again when something it
    mentions is renamed, withdrawn or hidden.
    """

    language: str = settings.LANGUAGE_CODE
    page_ids: set[int] = field(default_factory=set)
    image_ids: set[int] = field(default_factory=set)


def picture_data(
    image: HubImage | None, alt: str, reading: Reading, size: str = FULL_SIZE
) -> dict[str, Any] | None:
    """Describe a picture with an address of ours, or None where it may not be shown."""
    if image is None:
        return None
    reading.image_ids.add(image.pk)
    if not is_public_image(image):
        return None
    try:
        rendition = image.get_rendition(size)
    except SourceImageIOError:  # the file is gone: the text must still be readable
        return None
    return {
        "url": absolute(rendition.url),
        "width": rendition.width,
        "height": rendition.height,
        "alt": alt,
        "credit": image.credit,
        "licence": image.licence,
    }
