"""An edition as a message: built once, then filled with each reader's own links.

Building a MIME message takes milliseconds, joining prebuilt bytes takes microseconds. Bodies are
quoted-printable, which every mail server carries; a reader's link is encoded by itself between
soft line breaks (RFC 2045, 6.7), so no encoding can ever cut through or misread one.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cached_property
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from newsletter.personal import NAMES, PREFERENCES, UNSUBSCRIBE, Placeholders
from newsletter.rendering import one_line

CHUNK = 70  # characters of a link on one line; the standard allows 76
CRLF = b"\r\n"
SOFT_BREAK = b"=\r\n"


class FrozenWords(Protocol):
    """What a letter is made from: a frozen edition, or a rendering for a proof."""

    @property
    def language(self) -> str:
        """The language of the mail."""

    @property
    def subject(self) -> str:
        """The subject."""

    @property
    def html(self) -> str:
        """The HTML part, with placeholders."""

    @property
    def text(self) -> str:
        """The text part, with placeholders."""


@dataclass(frozen=True)
class Sender:
    """Who sends, and how the list is known to mail programs."""

    from_email: str
    archive_url: str = ""
    feedback_id: str = ""

    @cached_property
    def address(self) -> str:
        """The address alone: where bounces go, and the domain that answers for the mail."""
        return parseaddr(self.from_email)[1]

    @cached_property
    def domain(self) -> str:
        """The domain of the sender's address."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Personal:
    """What one reader's copy has for itself."""

    to: str
    message_id: str
    date: datetime
    preferences: str
    unsubscribe: str
    one_click: str = ""
    """The address for the one-click unsubscription; without it the copy is a proof."""
    reference: str = ""
    """The copy and the attempt, for the provider's reports."""
    return_path: str = ""
    """Where a mail server sends it back to; it names the copy (see `verp`)."""
    leave_by_mail: str = ""
    """The address and subject of a mail that unsubscribes."""

    @property
    def links(self) -> dict[str, str]:
        """The links in the bodies, by name."""
        return {PREFERENCES: self.preferences, UNSUBSCRIBE: self.unsubscribe}


class Letter:
    """A message that lacks only what is personal."""

    def __init__(self, words: FrozenWords, placeholders: Placeholders, sender: Sender) -> None:
        self.words = words
        self.placeholders = placeholders
        self.sender = sender
        self._boundary = f"=_{placeholders.marker}"
        self._static_headers = self._headers()
        fixed, self._names = self._parts()
        self._fixed = fixed
        # A line that begins with a dot gets another one on its way (RFC 5321, 4.5.2).
        self._stuffed = [re.sub(rb"(?m)^\.", b"..", part) for part in fixed]

    def fill(self, personal: Personal) -> bytes:
        """The whole message for one reader."""
        return self._joined(self._fixed, personal)

    def fill_for_smtp(self, personal: Personal) -> bytes:
        """The same with its dots doubled, ready to be written after DATA."""
        return self._joined(self._stuffed, personal)

    def email(self, personal: Personal) -> EmailMultiAlternatives:
        """The message for a provider's own interface, which builds it itself."""
        links = personal.links
        html = self.placeholders.filled(self.words.html, links)
        text = self.placeholders.filled(self.words.text, links)
        headers = self._list_headers()
        headers |= {"Message-ID": personal.message_id, "Date": format_datetime(personal.date)}
        if personal.one_click:
            headers["List-Unsubscribe"] = ", ".join(self._ways_out(personal))
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message = EmailMultiAlternatives(
            self.words.subject, text, self.sender.from_email, [personal.to], headers=headers
        )
        message.attach_alternative(html, "text/html")
        return message

    def _joined(self, fixed: list[bytes], personal: Personal) -> bytes:
        links = {name: _encoded_link(link) for name, link in personal.links.items()}
        parts = [self._own_headers(personal), fixed[0]]
        for name, part in zip(self._names, fixed[1:], strict=True):
            parts += (links[name], part)
        return b"".join(parts)

    def _own_headers(self, personal: Personal) -> bytes:
        lines = [
            f"To: {personal.to}",
            f"Message-ID: {personal.message_id}",
            f"Date: {format_datetime(personal.date)}",
        ]
        if personal.one_click:
            lines.append("List-Unsubscribe: " + ",\r\n ".join(self._ways_out(personal)))
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        if any(
            "\n" in line.replace("\r\n ", "") or "\r" in line.replace("\r\n ", "") for line in lines
        ):
            raise ValueError("a line break in a header")
        return "\r\n".join([*lines, ""]).encode("ascii")

    def _ways_out(self, personal: Personal) -> list[str]:
        """RFC 2369 and RFC 8058: an address to post to, an address to write to."""
        by_mail = personal.leave_by_mail or f"{self.sender.address}?subject=unsubscribe"
        return [f"<{personal.one_click}>", f"<mailto:{by_mail}>"]

    def _list_headers(self) -> dict[str, str]:
        """What tells mail programs that this is a list, and which."""
        language = self.words.language
        headers = {
            "List-Id": f"{one_line(settings.HUB_NAME)} <newsletter.{self.sender.domain}>",
            "List-Owner": f"<mailto:{self.sender.address}>",
            "List-Help": f"<{settings.HUB_URL}/{language}/>",
            "Content-Language": language,
            "Precedence": "bulk",
            # No "out of office" for every reader on holiday.
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        }
        if self.sender.archive_url:
            headers["List-Archive"] = f"<{self.sender.archive_url}>"
        if self.sender.feedback_id:
            headers["Feedback-ID"] = self.sender.feedback_id
        return headers

    def _headers(self) -> bytes:
        message = EmailMessage(policy=SMTP)
        name, address = parseaddr(self.sender.from_email)
        message["From"] = Address(name, addr_spec=address)
        message["Subject"] = one_line(self.words.subject)
        for header, value in self._list_headers().items():
            message[header] = value
        # The headers alone: the empty line and the empty body fall away.
        return message.as_bytes().rstrip() + CRLF

    def _parts(self) -> tuple[list[bytes], list[str]]:
        """The fixed bytes, and the names of the links that go between them."""
        boundary = self._boundary.encode()
        fixed = [
            self._static_headers
            + b"MIME-Version: 1.0\r\n"
            + b'Content-Type: multipart/alternative; boundary="'
            + boundary
            + b'"\r\n\r\n'
        ]
        names: list[str] = []
        for subtype, body in (("plain", self.words.text), ("html", self.words.html)):
            fixed[-1] += (
                b"--"
                + boundary
                + CRLF
                + f'Content-Type: text/{subtype}; charset="utf-8"\r\n'.encode()
                + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
            )
            parts, found = _encoded_body(body, self.placeholders)
            fixed[-1] += parts[0]
            fixed += parts[1:]
            names += found
            fixed[-1] += CRLF
        fixed[-1] += b"--" + boundary + b"--\r\n"
        return fixed, names


def _encoded_body(body: str, placeholders: Placeholders) -> tuple[list[bytes], list[str]]:
    """A body in quoted-printable, cut where a reader's links go."""
    pattern = "|".join(re.escape(placeholders.address(name)) for name in NAMES)
    names = [found.rpartition("/")[2] for found in re.findall(pattern, body)]
    texts = re.split(pattern, body)
    parts = [_quoted_printable(text) for text in texts]
    for place in range(len(names)):
        # The link begins a line of its own; what follows it, too.
        if parts[place] and not parts[place].endswith(CRLF):
            parts[place] += SOFT_BREAK
        if not parts[place + 1].startswith(CRLF):
            parts[place + 1] = SOFT_BREAK + parts[place + 1]
    return parts, names


def _quoted_printable(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return binascii.b2a_qp(lines.encode(), istext=True).replace(b"\n", CRLF)


def _encoded_link(link: str) -> bytes:
    """A link as whole lines of quoted-printable.

    Raises ValueError for what is not a plain link: it would end up in somebody's mail.
    """
    if not link.isascii() or not link.isprintable() or set(link) & set(" <>\"'"):
        raise ValueError("not a link")
    chunks = (link[start : start + CHUNK] for start in range(0, len(link), CHUNK))
    encoded = (chunk.replace("=", "=3D") for chunk in chunks)
    lines = (f"=2E{line[1:]}" if line.startswith(".") else line for line in encoded)
    return "=\r\n".join(lines).encode()
