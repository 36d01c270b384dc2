"""What may stand in a query: closed lists, read strictly.

A parameter that is unknown, given twice or not understood is an error that names it; nothing is
guessed, cut or ignored. All errors of a request are told at once. The same table is the
parameters' description in the OpenAPI file.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.errors import InvalidParameters

LIMIT_DEFAULT = 20
LIMIT_MAX = 100
TEXT_MAX = 100
CURSOR_MAX = 1000
FIRST_YEAR, LAST_YEAR = 1900, 2200

MOMENT = re.compile(
    r"(\d{4})-\d{2}-\d{2}(?P<time>T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2}))?",
    re.ASCII,
)


class Filled:
    """A message with its values, put together in the language of the answer."""

    def __init__(self, message: Promise | str, **values: object) -> None:
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values


Text = str | Promise | Filled


class BadValue(ValueError):
    """A value cannot be used; the message says what to write instead."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: how it is read, and how it is described."""

    name: str
    read: Callable[[str], Any]
    description: str
    schema: dict[str, Any]
    example: Any = None
    max_length: int = TEXT_MAX


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: values by name, and the texts they were read from."""

    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    @property
    def limit(self) -> int:
        """How many items at most."""
        return self.values.get("limit", LIMIT_DEFAULT)

    @property
    def cursor(self) -> str:
        """Where to read on, empty for the beginning."""
        return self.values.get("cursor", "")


def read(query: QueryDict, parameters: Sequence[Parameter]) -> Asked:
    """Read a query; raise InvalidParameters naming every parameter that cannot be used."""
    known = {parameter.name: parameter for parameter in parameters}
    values, texts, errors = {}, {}, []
    for name, given in query.lists():
        try:
            if name not in known:
                raise _unknown(list(known))
            if len(given) > 1:
                raise BadValue("repeated", _("Give it only once."))
            values[name] = _read_one(known[name], given[0])
            texts[name] = given[0]
        except BadValue as error:
            errors.append(_error(name, error))
    if errors:
        raise InvalidParameters(errors=errors)
    return Asked(values, texts)


def refuse(name: str, code: str, message: Text) -> InvalidParameters:
    """The problem of one parameter whose value turned out to be wrong later on."""
    return InvalidParameters(errors=[_error(name, BadValue(code, message))])


def _error(name: str, error: BadValue) -> dict[str, Any]:
    return {"parameter": shown(name), "code": error.code, "detail": error.message}


def shown(name: str) -> str:
    """A name from outside as it may be shown: short, on one line."""
    return "".join(sign if sign.isprintable() else "�" for sign in name[:TEXT_MAX])


def _unknown(names: list[str]) -> BadValue:
    if not names:
        return BadValue("unknown", _("This address takes no parameters."))
    message = _("There is no such parameter. Available: %(names)s.")
    return BadValue("unknown", Filled(message, names=", ".join(names)))


def _read_one(parameter: Parameter, text: str) -> Any:
    if len(text) > parameter.max_length:
        message = _("It is longer than %(limit)s characters.")
        raise BadValue("too-long", Filled(message, limit=parameter.max_length))
    if not text.isprintable() or "�" in text:
        raise BadValue("unreadable", _("It contains characters that cannot be used."))
    return parameter.read(text)


# --- readers -----------------------------------------------------------------
def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """Read one of the allowed words."""

    def read_choice(text: str) -> str:
        if text not in choices:
            message = Filled(_("Use one of: %(choices)s."), choices=", ".join(choices))
            raise BadValue("not-allowed", message)
        return text

    return read_choice


def number(minimum: int, maximum: int) -> Callable[[str], int]:
    """Read a whole number between two others, both included."""

    def read_number(text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(maximum))
        if not is_number or not minimum <= int(text) <= maximum:
            message = _("Use a whole number from %(minimum)s to %(maximum)s.")
            raise BadValue("out-of-range", Filled(message, minimum=minimum, maximum=maximum))
        return int(text)

    return read_number


def moment(text: str) -> datetime:
    """Read a moment with its time zone, or a day: the beginning of that day in Italy."""
    match = MOMENT.fullmatch(text)
    wrong = BadValue(
        "bad-date",
        _(
            "Use a day such as 2026-05-31, or a moment such as 2026-05-31T18:00:00Z (in an "
            "address a plus sign is written %2B)."
        ),
    )
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise wrong
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise wrong from None
    if match["time"] is None:
        return timezone.make_aware(datetime.combine(value, time.min))
    return value


def matching(pattern: re.Pattern[str], message: Text) -> Callable[[str], str]:
    """Read a code of a certain shape."""

    def read_code(text: str) -> str:
        if not pattern.fullmatch(text):
            raise BadValue("bad-code", message)
        return text

    return read_code


def identifier(text: str) -> uuid.UUID:
    """Read a UUID in its usual form."""
    try:
        value = uuid.UUID(text)
    except ValueError:
        value = None
    if value is None or str(value) != text.lower():
        raise BadValue("bad-code", _("Use a UUID: 36 characters, as found in entries."))
    return value


def non_empty(text: str) -> str:
    """Read any text but an empty one; spaces alone say nothing, either."""
    if not text.strip():
        raise BadValue("empty", _("It is empty: leave it out to start from the beginning."))
    return text
