"""Places in the stream of changes, as partners carry them: opaque, signed, never guessed.

A cursor names the life of the log it belongs to, the stream, the filters it was given for and
the number read last. The same place is always the same text, so answers can be cached.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

SALT = "catalogue.cursors"
MAX_LENGTH = 1000


class CursorError(Exception):
    """The cursor cannot be used."""


class CursorInvalid(CursorError):
    """The cursor was not made by this hub, or was made for another stream or other filters."""


class CursorExpired(CursorError):
    """The log it points into is no longer there: download everything once more."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a stream. `stream` is a collection's slug, or empty for the whole hub.

    `began` is the end of the log when a download began that is still under way: who started with
    nothing need not be told what had gone before.
    """

    epoch: str
    number: int
    stream: str = ""
    filters: str = ""
    began: int = 0

    def encode(self) -> str:
        """Write the cursor as text that is safe in an address."""
        value: list[str | int] = [self.epoch, self.number, self.stream, self.filters]
        if self.began:
            value.append(self.began)
        return signing.Signer(salt=SALT).sign_object(value)


def decode(text: str, *, stream: str = "", filters: str = "") -> Cursor:
    """Read a cursor; raise CursorInvalid if it is forged, cut, or meant for something else."""
    if len(text) > MAX_LENGTH or not text.isascii():
        raise CursorInvalid
    try:
        value = signing.Signer(salt=SALT).unsign_object(text)
        epoch, number, of_stream, of_filters, *began = value
    except (signing.BadSignature, ValueError) as error:
        raise CursorInvalid from error
    cursor = Cursor(epoch, number, of_stream, of_filters, *began)
    if (cursor.stream, cursor.filters) != (stream, filters):
        raise CursorInvalid
    return cursor
