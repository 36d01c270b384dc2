"""Typed readers of environment variables: a wrong value stops the start with a hint."""

import datetime as dt
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; `password` must never be shown."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    # How many mails a second it may be given; None: as many as it takes.
    rate: float | None = None

    @property
    def address(self) -> str:
        """Host and port: what tells it from other servers."""
        return f"{self.host}:{self.port}"


def read_file(path: Path) -> None:
    """Take NAME=value lines of a file for variables that are not set; no file is no error."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        name, equals, value = entry.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{path}, line {number}: write NAME=value.")
        os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def _raw(name: str) -> str | None:
    """Return the variable without surrounding spaces; an empty one counts as not set."""
    value = os.environ.get(name, "").strip()
    return value or None


def text(name: str, default: str) -> str:
    """Read a text value."""
    value = _raw(name)
    return default if value is None else value


def required(name: str, hint: str) -> str:
    """Read a text value that has no default; raise ImproperlyConfigured with `hint` if missing."""
    value = _raw(name)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def boolean(name: str, default: bool) -> bool:
    """Read yes or no; raise ImproperlyConfigured for any other word."""
    value = _raw(name)
    if value is None:
        return default
    if value.lower() in TRUE_WORDS:
        return True
    if value.lower() in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(
        f"{name} is {value!r}: use 1 or 0 (also true/false, yes/no, on/off)."
    )


def integer(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """Read a whole number between `minimum` and `maximum`, both included."""
    value = _raw(name)
    if value is None:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}: use a whole number.") from None
    if not minimum <= number <= maximum:
        raise ImproperlyConfigured(f"{name} is {number}: use a number from {minimum} to {maximum}.")
    return number


def words(name: str, default: Sequence[str]) -> list[str]:
    """Read a list of words separated by commas."""
    value = _raw(name)
    if value is None:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def choice(name: str, default: str, allowed: Sequence[str]) -> str:
    """Read one of the allowed words."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}: use one of {', '.join(allowed)}.")
    return value


def _rate(name: str, value: str) -> float:
    """How many a second, from "600/m": a number for each second (s), minute (m) or hour (h)."""
    count, _slash, unit = value.strip().partition("/")
    seconds = {"s": 1, "m": 60, "h": 3600}.get(unit.strip())
    if not count.strip().isdecimal() or int(count) < 1 or seconds is None:
        raise ImproperlyConfigured(
            f"{name}: {value.strip()!r} is no rate: write 10/s, 600/m or 5000/h."
        )
    return int(count) / seconds


def rates(name: str) -> dict[str, float]:
    """Read rates by domain, separated by commas: `gmail.com=300/m, *=600/m`."""
    found: dict[str, float] = {}
    for entry in words(name, []):
        domain, equals, value = entry.partition("=")
        if not equals or not domain.strip():
            raise ImproperlyConfigured(f"{name}: {entry!r}: write domain=300/m, or *=600/m.")
        found[domain.strip().lower()] = _rate(name, value)
    return found


def optional_rate(name: str) -> float | None:
    """Read a rate; None where it is not set."""
    value = _raw(name)
    return None if value is None else _rate(name, value)


def daily_span(name: str, default: str) -> tuple[dt.time, dt.time] | None:
    """Read a part of the day such as 21:00-08:00, which may go over midnight; `none` for none."""
    value = text(name, default)
    if value.lower() == "none":
        return None
    wrong = ImproperlyConfigured(f"{name} is {value!r}: write 21:00-08:00, or none.")
    first, _dash, last = value.partition("-")
    try:
        begin, end = dt.time.fromisoformat(first.strip()), dt.time.fromisoformat(last.strip())
    except ValueError:
        raise wrong from None
    if begin == end:
        raise wrong
    return begin, end


def web_address(name: str, default: str) -> str:
    """Read an http(s) address without path; a closing slash is dropped."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: use an address such as https://hub.example.org, without a path."
        )
    return value


def folder(name: str, default: Path) -> Path:
    """Read a folder; it is created when it is not there."""
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: the folder {path} cannot be made ({error}).") from None
    return path


def database(name: str, default: str) -> dict[str, Any]:
    """Read a database address; the message never repeats it, because it holds a password."""
    try:
        settings = dict(dj_database_url.parse(text(name, default), conn_max_age=60))
    except (ValueError, KeyError, dj_database_url.ParseError):
        settings = {}
    if settings.get("ENGINE") not in {
        "django.db.backends.sqlite3",
        "django.db.backends.postgresql",
    } or not settings.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} cannot be used: write postgres://user:password@host:5432/name "
            "or sqlite:////folder/file.sqlite3 (four slashes before a full path)."
        )
    return settings


def mail_servers(name: str, default: str) -> list[MailServer]:
    """Read the addresses of mail servers, separated by commas; the first one is the usual one.

    The message never repeats them, because they hold passwords.
    """
    # A comma may stand in a password: only one before an address separates.
    addresses = re.split(r"\s*,\s*(?=smtps?://)", text(name, default))
    servers = [_mail_server(name, address) for address in addresses]
    if len({server.address for server in servers}) < len(servers):
        raise ImproperlyConfigured(f"{name} names the same server twice.")
    return servers


def _mail_server(name: str, value: str) -> MailServer:
    hint = (
        f"{name} cannot be used: write smtp://user:password@mail.example.org:587?tls=1 "
        "(tls=1 for STARTTLS) or smtps://user:password@mail.example.org:465; characters such as "
        "@ : / in the password are written %40 %3A %2F; several servers are separated by commas; "
        "rate=600/m limits one."
    )
    try:
        parts = urlsplit(value)
        options = parse_qs(parts.query, strict_parsing=bool(parts.query))
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
        rates = [_rate(name, rate) for rate in options.pop("rate", [])]
    except ValueError:
        raise ImproperlyConfigured(hint) from None
    starttls = options.pop("tls", ["0"])
    known = parts.scheme in {"smtp", "smtps"} and parts.path in {"", "/"} and not options
    # A comma there is a second address that lacks its smtp://.
    is_one = "," not in f"{parts.hostname}{parts.username}"
    is_plain = starttls in (["0"], ["1"]) and len(rates) <= 1 and is_one
    if not known or not parts.hostname or not is_plain:
        raise ImproperlyConfigured(hint)
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=starttls == ["1"],
        tls=parts.scheme == "smtps",
        rate=rates[0] if rates else None,
    )


@dataclass(frozen=True)
class ImapMailbox:
    """A folder of a mailbox that is read by IMAP; `password` must never be shown."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool


def optional_address(name: str) -> str:
    """Read a plain mail address; empty where it is not set."""
    value = text(name, "")
    before, at, domain = value.rpartition("@")
    if value and (
        not before or not at or "." not in domain or "+" in before or not value.isascii()
    ):
        raise ImproperlyConfigured(f"{name} is {value!r}: write bounces@example.org.")
    return value


def optional_mailbox(name: str) -> ImapMailbox | None:
    """Read a mailbox's address; the message never repeats it, because it holds a password.

    Without encryption only on this machine.
    """
    value = _raw(name)
    if value is None:
        return None
    hint = (
        f"{name} cannot be used: write imaps://user:password@imap.example.org/INBOX; characters "
        "such as @ : / in user and password are written %40 %3A %2F. imap:// without encryption "
        "is for 127.0.0.1 only."
    )
    try:
        parts = urlsplit(value)
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
    except ValueError:
        raise ImproperlyConfigured(hint) from None
    is_encrypted = parts.scheme == "imaps"
    is_local = parts.scheme == "imap" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not (is_encrypted or is_local) or not parts.hostname or not parts.username:
        raise ImproperlyConfigured(hint)
    return ImapMailbox(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        is_encrypted=is_encrypted,
    )


def mailbox(name: str, default: str) -> str:
    """Read a mail address that may have a name before it: `Name <address@example.org>`."""
    value = text(name, default)
    _name, address = parseaddr(value)
    before, at, domain = address.rpartition("@")
    if not (before and at and domain) or any(sign in value for sign in "\r\n"):
        raise ImproperlyConfigured(f"{name} is {value!r}: write Name <address@example.org>.")
    return value


def prefixed(prefix: str) -> dict[str, str]:
    """Read all variables whose name starts with `prefix`, named without it."""
    names = [name for name in os.environ if name.startswith(prefix)]
    return {name.removeprefix(prefix): os.environ[name] for name in names}
