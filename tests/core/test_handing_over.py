from types import SimpleNamespace
from typing import Any

import pytest
from django.core.mail import EmailMessage

from core import handing_over
from core.handing_over import MailRefusedError, MailServerAwayError, hand_over


@pytest.fixture
def servers(monkeypatch, settings):
    """A hub with a second mail server; what each of the two says to a mail."""
    more = {"user": "ada", "password": "s3cret", "starttls": True, "tls": False}
    settings.MORE_MAIL_SERVERS = [SimpleNamespace(host="two.example.org", port=587, **more)]
    says: dict[Any, Exception | None] = {"first": None, "two.example.org": None}
    asked = []

    def _hand_over(message: EmailMessage) -> None:
        name = "first" if message.connection is None else message.connection
        asked.append(name)
        error = says[name]
        if error is not None:
            raise error

    monkeypatch.setattr(handing_over, "_hand_over", _hand_over)
    monkeypatch.setattr(handing_over, "get_connection", lambda host, **_options: host)
    return SimpleNamespace(says=says, asked=asked)


def test_a_letter_leaves_by_the_first_server(servers):
    hand_over(EmailMessage())

    assert servers.asked == ["first"]


def test_while_it_is_away_by_the_second(servers):
    servers.says["first"] = MailServerAwayError("mail server away")

    hand_over(EmailMessage())

    assert servers.asked == ["first", "two.example.org"]


def test_what_the_first_refuses_is_not_carried_to_the_second(servers):
    servers.says["first"] = MailRefusedError(550)

    with pytest.raises(MailRefusedError):
        hand_over(EmailMessage())

    assert servers.asked == ["first"]


def test_when_both_are_away_the_letter_waits(servers):
    servers.says |= {name: MailServerAwayError("away") for name in servers.says}

    with pytest.raises(MailServerAwayError):
        hand_over(EmailMessage())
