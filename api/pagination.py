"""Long lists in pages that neither repeat nor skip when something is published meanwhile.

A page ends at a place in the order, not at a number of items: the cursor carries the value and
the id of the last item, signed, together with what the list was asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from api import parameters
from api.errors import InvalidParameters
from api.parameters import Asked
from catalogue import cursors

SALT = "api.pagination"
# These may change from page to page; whatever else is asked for belongs to the cursor.
FREE = frozenset({"cursor", "limit", "view"})
INVALID_CURSOR = _(
    "This hub did not issue it for this list. Start without a cursor, then follow the addresses "
    "in “next” as they are."
)


def invalid_cursor() -> InvalidParameters:
    """The problem of a cursor that is forged, cut, or was given for another list."""
    return parameters.refuse("cursor", "bad-cursor", INVALID_CURSOR)


@dataclass(frozen=True, slots=True)
class Order:
    """An order: a column, its direction, and the column that decides between equals."""

    column: str
    is_descending: bool = False
    tie: str = "pk"

    @classmethod
    def named(cls, name: str) -> Order:
        """The order of a parameter's value such as "-published_at"."""
        return cls(name.removeprefix("-"), name.startswith("-"))

    def apply(self, rows: QuerySet) -> QuerySet:
        """Put rows in this order."""
        sign = "-" if self.is_descending else ""
        return rows.order_by(f"{sign}{self.column}", f"{sign}{self.tie}")

    def after(self, rows: QuerySet, value: Any, tie: int) -> QuerySet:
        """Keep the rows after a place. Both conditions on the column let its index be used."""
        way = "lt" if self.is_descending else "gt"
        further = Q(**{f"{self.column}__{way}": value})
        equal = Q(**{self.column: value, f"{self.tie}__{way}": tie})
        return rows.filter(further | equal, **{f"{self.column}__{way}e": value})


def next_address(path: str, asked: Asked, value: Any, tie: int) -> str:
    """The complete address of the next page, after the item with this value."""
    written = value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
    cursor = signing.Signer(salt=SALT).sign_object([_fingerprint(asked, path), written, tie])
    return address(path, asked, cursor)


def address(path: str, asked: Asked, cursor: str = "") -> str:
    """The complete address of a list, as it was asked for, at a place."""
    query = {name: text for name, text in asked.texts.items() if name != "cursor"}
    if cursor:
        query["cursor"] = cursor
    return f"{settings.HUB_URL}{path}" + (f"?{urlencode(query)}" if query else "")


def place(asked: Asked, path: str, *, is_text: bool = False) -> tuple[Any, int] | None:
    """The value and id of the last item read, None at the beginning.

    A value that was written as text is a moment, unless the list is ordered by a text.
    Raises InvalidParameters if the cursor was not given for this list.
    """
    text = asked.cursor
    if not text:
        return None
    if len(text) > cursors.MAX_LENGTH or not text.isascii():
        raise invalid_cursor()
    try:
        fingerprint, value, tie = signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError) as error:
        raise invalid_cursor() from error
    if fingerprint != _fingerprint(asked, path):
        raise invalid_cursor()
    is_moment = isinstance(value, str) and not is_text
    return (datetime.fromisoformat(value) if is_moment else value), tie


def _fingerprint(asked: Asked, path: str) -> str:
    """What a list was asked for, in short."""
    bound: Sequence[tuple[str, str]] = sorted(
        (name, text) for name, text in asked.texts.items() if name not in FREE
    )
    return hashlib.sha256(f"{path}?{urlencode(bound)}".encode()).hexdigest()[:12]
