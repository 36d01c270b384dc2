"""Log lines without personal data."""

import logging
import re

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+")
# Signed values as Django writes them: value:time:signature.
SIGNED = re.compile(r"[\w.-]{4,}:[\w-]{4,}:[\w-]{20,}")


def discreet(text: str) -> str:
    """Return a text with mail addresses and signed links blanked out."""
    return ADDRESS.sub("[address]", SIGNED.sub("[token]", text))


class DiscreetFormatter(logging.Formatter):
    """Blanks out addresses and tokens in the message and in the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))
