"""Text that may stand in XML, whatever somebody pasted into a field."""

from __future__ import annotations

import re

# Signs that XML 1.0 has no place for; word processors leave some of them between lines.
_NO_PLACE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def readable(text: str) -> str:
    """The text with a space in place of each sign that would break a feed or a mail."""
    return _NO_PLACE.sub(" ", text)
