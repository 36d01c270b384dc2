"""Reading the mailbox for bounces, by IMAP.

A mail is taken in first and removed afterwards: if we stop between the two it is read again, and
known by its digest. What is not understood stays in the mailbox, marked as read, for a person.
"""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from newsletter import bounces, feedback

logger = logging.getLogger(__name__)

TIMEOUT = 30  # seconds
AT_A_TIME = 200
LARGEST = 2 * 1024 * 1024  # bytes; a bounce is small


class Mailbox(Protocol):
    """A folder of a mailbox, as the settings name it."""

    @property
    def host(self) -> str: ...

    @property
    def port(self) -> int: ...

    @property
    def user(self) -> str: ...

    @property
    def password(self) -> str: ...

    @property
    def folder(self) -> str: ...

    @property
    def is_encrypted(self) -> bool: ...


@dataclass(slots=True)
class Haul:
    """What a look into the mailbox brought."""

    read: int = 0
    reports: int = 0
    left: int = 0


class MailboxError(Exception):
    """The mailbox cannot be read; the words hold no password."""


def fetch(*, count: int = AT_A_TIME) -> Haul:
    """Read what is new in the mailbox that the settings name. Raises MailboxError."""
    haul = Haul()
    mailbox = settings.HUB_BOUNCE_MAILBOX
    if mailbox is None:
        return haul
    try:
        with _opened(mailbox) as connection:
            for uid in _unread(connection)[:count]:
                _read_one(connection, uid, haul)
            connection.expunge()
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(type(error).__name__) from error
    return haul


@contextmanager
def _opened(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    connection: imaplib.IMAP4
    if mailbox.is_encrypted:
        connection = imaplib.IMAP4_SSL(
            mailbox.host,
            mailbox.port,
            ssl_context=ssl.create_default_context(),
            timeout=TIMEOUT,
        )
    else:
        connection = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT)
    try:
        connection.login(mailbox.user, mailbox.password)
        answer, _data = connection.select(_quoted(mailbox.folder))
        if answer != "OK":
            raise imaplib.IMAP4.error("no such folder")
        yield connection
    finally:
        try:
            connection.logout()
        except (imaplib.IMAP4.error, OSError):
            connection.shutdown()


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unread(connection: imaplib.IMAP4) -> list[str]:
    _answer, data = connection.uid("SEARCH", "UNSEEN", "UNDELETED", "SMALLER", str(LARGEST))
    return [uid.decode() for uid in data[0].split()] if data and data[0] else []


def _read_one(connection: imaplib.IMAP4, uid: str, haul: Haul) -> None:
    _answer, data = connection.uid("FETCH", uid, "(BODY.PEEK[])")
    raw = next((part[1] for part in data if isinstance(part, tuple)), None)
    if raw is None:
        return  # somebody else has removed it
    haul.read += 1
    reports = _understood(raw)
    if reports is None:
        haul.left += 1
        connection.uid("STORE", uid, "+FLAGS", r"(\Seen)")
        return
    haul.reports += sum(feedback.take_in(report) for report in reports)
    connection.uid("STORE", uid, "+FLAGS", r"(\Seen \Deleted)")


def _understood(raw: bytes) -> list[feedback.Report] | None:
    """One mail that nobody could foresee must not keep the others from being read."""
    try:
        return bounces.read(raw)
    except Exception:
        logger.exception("a mail in the mailbox for bounces cannot be read")
        return None
