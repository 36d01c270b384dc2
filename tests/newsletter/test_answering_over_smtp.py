"""Mails to single readers over real SMTP: the server is away, comes back, refuses."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from newsletter import answering
from newsletter.models import ReaderMail, ReaderMailPurpose, ReaderMailState
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


class Postbox:
    """A mail server that keeps what it gets and refuses addresses with "gone" in them."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802  named and called by aiosmtpd
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[Any],
    ) -> str:
        if "gone" in address:
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def port(settings: Any) -> int:
    """A port of this machine where nobody listens yet."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", number, 5
    return number


@pytest.fixture
def postbox(port: int) -> Iterator[Postbox]:
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box
    server.stop()


def planned(email: str) -> ReaderMail:
    reader = SubscriberFactory(email=email)
    return answering.plan(subscriber=reader, purpose=ReaderMailPurpose.WELCOME, language="it")


def test_a_mail_waits_while_the_server_is_away_and_leaves_when_it_is_back(
    port: int, request: pytest.FixtureRequest
) -> None:
    letter = planned("anna@example.org")

    assert answering.send(mail_id=letter.pk) == ReaderMailState.PLANNED
    letter.refresh_from_db()
    assert letter.reason == "mail server away"

    postbox: Postbox = request.getfixturevalue("postbox")
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert answering.send_due() == 1
    assert postbox.messages[0]["To"] == "anna@example.org"


def test_what_arrives_has_both_parts_and_short_lines(postbox: Postbox) -> None:
    answering.send(mail_id=planned("anna@perche.it").pk)

    (message,) = postbox.messages
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert max(map(len, message.as_bytes().splitlines())) <= 998
    assert message["Auto-Submitted"] == "auto-generated"


def test_one_recipient_the_server_refuses_does_not_stop_the_next(postbox: Postbox) -> None:
    refused, fine = planned("gone@example.org"), planned("anna@example.org")

    answering.send_due()

    refused.refresh_from_db()
    fine.refresh_from_db()
    assert (refused.state, refused.reason) == (ReaderMailState.FAILED, "refused 550")
    assert fine.state == ReaderMailState.SENT
