"""What comes into the mailbox for bounces: reports of mail servers, complaints, wishes to leave.

A mail counts only if it names a copy in a way nobody can invent: by the signed return address
(`verp`), or by the Message-ID of our own mail inside it, which holds a random number. Everything
else is left in the mailbox for a person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from uuid import UUID

from django.utils import timezone
from flufl.bounce import all_failures

from newsletter import verp
from newsletter.feedback import Report
from newsletter.models import BulletinCopy, Delivery, ReportKind
from newsletter.receivers import ENHANCED, verdict_on

SOURCE = "mailbox"
# Where a mail really went, as the server noted it; and where its writer wanted it to go.
ENVELOPE_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To")
WRITTEN_HEADERS = ("To", "Cc")
# What a mailbox provider passes on (RFC 5965); "not-spam" takes a complaint back.
FEEDBACK = {
    "abuse": ReportKind.COMPLAINED,
    "fraud": ReportKind.COMPLAINED,
    "opt-out": ReportKind.UNSUBSCRIBED,
}
NO_NEWS = {"not-spam", "auth-failure", "dmarc"}
WISH = re.compile(r"^\s*unsubscribe\b\s*(\S*)", re.IGNORECASE)
NEWS_ID = re.compile(r"<news\.([0-9a-f]{32})\.\d+@")
OWN_ID = re.compile(r"<(\d{1,18})\.([0-9a-f]{32})@")


def read(raw: bytes) -> list[Report] | None:
    """The reports in a mail: an empty list where there is nothing to do, None for a person's mail.

    Never raises for what a stranger may write.
    """
    message = message_from_bytes(raw)
    kind, code = _meaning(message)
    if kind is None and code != "nothing":
        return None
    is_wish = _is_wish(message)
    number = _number(message, is_wish=is_wish)
    copy = None if number is not None or is_wish else _news_copy(message)
    if number is None and copy is None:
        return None
    if kind is None:
        return []
    name, moment = hashlib.sha256(raw).hexdigest(), _moment(message)
    if number is not None:
        return [Report(SOURCE, kind, moment, name, code, number, is_proven=True)]
    address = copy.following.subscriber.email if copy and copy.following else ""
    report = Report(SOURCE, kind, moment, name, code, address=address, is_proven=True)
    return [report] if address else []


def _meaning(message: Message) -> tuple[ReportKind | None, str]:
    """What a mail says, with a code; (None, "nothing") for what may be thrown away."""
    report_type = str(message.get_param("report-type") or "").lower()
    if message.get_content_type() == "multipart/report" and report_type == "feedback-report":
        word = _feedback_type(message)
        return FEEDBACK.get(word), "nothing" if word in NO_NEWS else ""
    told = _told_by_status(message)
    if told is not None:
        return told
    if _is_wish(message):
        return ReportKind.UNSUBSCRIBED, ""
    if _is_automatic(message) and message.get_content_type() != "multipart/report":
        return None, "nothing"
    try:
        delayed, failed = all_failures(message)
    except (AttributeError, LookupError, TypeError, ValueError):
        return None, ""  # bare bytes in a header, a report without parts: the library trips
    if failed:
        return ReportKind.HARD, ""
    return None, "nothing" if delayed else ""


def _told_by_status(message: Message) -> tuple[ReportKind | None, str] | None:
    """What a delivery status report says; a delay is no news: the server goes on trying."""
    by_action = {_first_word(one, "Action"): one for one in _statuses(message)}
    if "failed" in by_action:
        status = _first_word(by_action["failed"], "Status")
        # A number or nothing: a server's own words may repeat the address.
        code = ENHANCED.fullmatch(status)
        return verdict_on(status) or ReportKind.SOFT, code.group() if code else ""
    if "delivered" in by_action:
        return ReportKind.DELIVERED, ""
    return (None, "nothing") if by_action.keys() & {"delayed", "relayed", "expanded"} else None


def _feedback_type(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            payload = part.get_payload()
            fields = payload[0] if isinstance(payload, list) and payload else None
            if isinstance(fields, Message):
                return _first_word(fields, "Feedback-Type")
    return ""


def _is_wish(message: Message) -> bool:
    """A mail that a person's mail program sent to unsubscribe."""
    return bool(WISH.match(_text(message, "Subject"))) and not _is_automatic(message)


def _first_word(message: Message, header: str) -> str:
    words = str(message.get(header, "")).lower().split()
    return words[0].rstrip(";") if words else ""


def _statuses(message: Message) -> Iterator[Message]:
    """The parts of a report (RFC 3464) that speak of a recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            for block in payload if isinstance(payload, list) else []:
                if isinstance(block, Message) and block.get("Action"):
                    yield block


def _number(message: Message, *, is_wish: bool) -> int | None:
    """The copy a mail is about.

    A wish is about the copy whose signed number is in its address or subject alone: whoever
    attaches somebody else's mail does not unsubscribe them.
    """
    found = _numbers_in_addresses(message)
    if found:
        return found.pop() if len(found) == 1 else None
    wish = WISH.match(_text(message, "Subject"))
    number = verp.read_reference(wish[1]) if wish else None
    return number if number is not None or is_wish else _number_of_original(message)


def _numbers_in_addresses(message: Message, kind: str = "") -> set[int]:
    """The signed numbers in the addresses a mail came to; where it really went counts first."""
    for names in (ENVELOPE_HEADERS, WRITTEN_HEADERS):
        headers = [_text(message, name) for name in names]
        addresses = getaddresses([header for header in headers if header])
        read = (verp.read_return_path(address, kind) for _name, address in addresses)
        if found := {number for number in read if number is not None}:
            return found
    return set()


def _news_copy(message: Message) -> BulletinCopy | None:
    """The follower's copy of a bulletin that a mail is about."""
    copies = BulletinCopy.objects.select_related("following__subscriber")
    found = _numbers_in_addresses(message, verp.NEWS)
    if found:
        return copies.filter(pk=found.pop()).first() if len(found) == 1 else None
    for words in _names_of_originals(message):
        if name := NEWS_ID.search(words):
            return copies.filter(public_id=UUID(hex=name[1])).first()
    return None


def _number_of_original(message: Message) -> int | None:
    """By the Message-ID of our own mail, where it is sent back as a whole or its headers."""
    for words in _names_of_originals(message):
        found = OWN_ID.search(words)
        if found and _is_ours(int(found[1]), UUID(hex=found[2])):
            return int(found[1])
    return None


def _names_of_originals(message: Message) -> Iterator[str]:
    for part in message.walk():
        if part is message:
            continue
        words = _text(part, "Message-ID")
        if part.get_content_type() == "text/rfc822-headers":
            words += str(part.get_payload())
        yield words


def _is_ours(number: int, attempt: UUID) -> bool:
    return Delivery.objects.filter(pk=number, attempt_id=attempt).exists()


def _is_automatic(message: Message) -> bool:
    """An answer of a machine (RFC 3834): somebody is on holiday."""
    word = _first_word(message, "Auto-Submitted")
    is_marked = any(message.get(name) for name in ("X-Autoreply", "X-Autorespond"))
    return word not in {"", "no"} or is_marked or _first_word(message, "Precedence") == "auto_reply"


def _text(message: Message, header: str) -> str:
    return " ".join(str(value) for value in message.get_all(header, []))


def _moment(message: Message) -> datetime:
    """When it was written, by its own words, if that can be; never in the future."""
    now = timezone.now()
    try:
        moment = parsedate_to_datetime(_text(message, "Date"))
    except (ValueError, OverflowError):  # a year of twenty digits
        return now
    return min(moment, now) if moment.tzinfo else now
