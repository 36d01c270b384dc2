"""Reads the messages that the catcher has kept."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import cached_property
from pathlib import Path

NAME = re.compile(r"\d{20}-\d{1,10}-\d{6}")
# What a mail client needs and a person who judges a mail wants to see.
SHOWN_HEADERS = (
    "From",
    "Reply-To",
    "Delivered-To",
    "Message-ID",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Archive",
    "Feedback-ID",
    "Precedence",
    "Auto-Submitted",
)


@dataclass(frozen=True)
class CaughtMail:
    """One message in the catcher's folder."""

    path: Path

    @property
    def name(self) -> str:
        """What addresses call it."""
        return self.path.stem

    @property
    def caught_at(self) -> datetime:
        """When the catcher took it."""
        return datetime.fromtimestamp(int(self.name[:20]) / 1e9, tz=UTC)

    @cached_property
    def message(self) -> EmailMessage:
        """The parsed message; a broken one is read as far as it goes."""
        return BytesParser(policy=policy.default).parsebytes(self.raw())

    def raw(self) -> bytes:
        """The bytes, as they came."""
        return self.path.read_bytes()

    def header(self, name: str) -> str:
        """A header as text, "" when it is missing or unreadable."""
        try:
            return str(self.message.get(name, ""))
        except (ValueError, IndexError, AttributeError):
            return ""

    @property
    def subject(self) -> str:
        return self.header("Subject")

    @property
    def recipient(self) -> str:
        return self.header("To") or self.header("Delivered-To")

    def headers(self) -> list[tuple[str, str]]:
        """The headers worth a look that the message has."""
        return [(name, self.header(name)) for name in SHOWN_HEADERS if self.header(name)]

    def html(self) -> str:
        """The HTML part, "" when there is none."""
        return self._part("html")

    def text(self) -> str:
        """The plain text part, "" when there is none."""
        return self._part("plain")

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        if part is None:
            return ""
        try:
            return str(part.get_content())
        except (LookupError, ValueError):  # an unknown character set
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def caught(folder: Path) -> list[CaughtMail]:
    """All messages kept in a folder, the latest first."""
    return [CaughtMail(path) for path in sorted(folder.glob("*.eml"), reverse=True)]


def find(folder: Path, name: str) -> CaughtMail | None:
    """The message of that name, None when there is none."""
    path = folder / f"{name}.eml"
    return CaughtMail(path) if NAME.fullmatch(name) and path.is_file() else None
