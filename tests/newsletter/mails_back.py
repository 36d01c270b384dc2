"""Mails that come back, as mail servers write them."""

from __future__ import annotations

from newsletter import sending, verp
from newsletter.models import Delivery

DSN = """\
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: Wed, 25 Nov 2026 10:00:00 +0100
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; somebody@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} sorry

--b1
Content-Type: message/rfc822

Message-ID: {message_id}
From: redazione@example.org
Subject: Chi tiene aperto

Care lettrici,
--b1--
"""

ARF = """\
From: feedback@provider.example
To: abuse@example.org
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

This is an email abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: {feedback_type}
User-Agent: SomeGenerator/1.0
Version: 1

--b2
Content-Type: message/rfc822

Message-ID: {message_id}
From: redazione@example.org
Subject: Chi tiene aperto

Care lettrici,
--b2--
"""


def bounce(
    delivery: Delivery, *, action: str = "failed", status: str = "5.1.1", to: str | None = None
) -> bytes:
    """A report about a copy; to its return address, unless another is given."""
    address = verp.return_path(delivery.pk) if to is None else to
    words = DSN.format(to=address, action=action, status=status, message_id=message_id(delivery))
    return words.replace("\n", "\r\n").encode()


def complaint(delivery: Delivery, feedback_type: str = "abuse") -> bytes:
    """What a mailbox provider sends when a reader presses "spam", or something else."""
    words = ARF.format(message_id=message_id(delivery), feedback_type=feedback_type)
    return words.replace("\n", "\r\n").encode()


def wish(to: str, subject: str = "unsubscribe", **headers: str) -> bytes:
    """What a mail program sends for a mailto link."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"From: a@example.org\r\nTo: {to}\r\nSubject: {subject}\r\n{more}\r\n\r\n".encode()


def received(raw: bytes) -> bytes:
    """A mail as it lies in a mailbox: with the line of the server that took it in."""
    line = (
        "Received: from hub.example.org (hub.example.org [192.0.2.10])\r\n"
        "\tby mx.example.net (Postfix) with ESMTPS id 4XyZ\r\n"
        "\tfor <reader@example.net>; Mon, 16 Mar 2026 10:00:00 +0100 (CET)\r\n"
    )
    return line.encode() + raw


def message_id(delivery: Delivery) -> str:
    return sending.message_id(delivery, "example.org")
