"""People who register in tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import count
from typing import Any

import time_machine
from django.core import mail
from django.utils import timezone

from core import posting
from events import links, registering
from events.models import EventPage, Registration
from events.registering import Answers
from tests.factories import HubSite

Commits = Callable[[], AbstractContextManager[None]]
TOKEN = re.compile(r"https?://[^\s\"<]+")
_numbers = count(1)


def open_event(hub: HubSite, **fields: Any) -> EventPage:
    """A published event at which people register here."""
    wanted: dict[str, Any] = {
        "registration_mode": "here",
        "starts_at": timezone.now() + timedelta(days=30),
    }
    return hub.event(**wanted | fields)


def answers(email: str = "", **more: Any) -> Answers:
    """What somebody writes into the form."""
    number = next(_numbers)
    wanted = {"name": f"Persona {number}", "language": "it"} | more
    return Answers(email=email or f"persona{number}@example.org", **wanted)


def ask(page: EventPage, email: str = "", **more: Any) -> Registration:
    """Somebody registers and has not confirmed yet."""
    given = answers(email, **more)
    registering.ask(page=page, given=given)
    return Registration.objects.get(email_key=given.email.lower(), book__page=page)


def join(page: EventPage, email: str = "", **more: Any) -> Registration:
    """Somebody registers and confirms: with a seat, or on the waiting list."""
    registration = ask(page, email, **more)
    registering.confirm(token=confirm_token(registration))
    registration.refresh_from_db()
    return registration


def confirm_token(registration: Registration) -> str:
    return links.confirm_url(registration).rstrip("/").rpartition("/")[2]


def letters() -> list[Any]:
    """Send what is due, and give back everything that was sent since the last time."""
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        posting.send_due()
    return list(mail.outbox)


def subjects() -> dict[str, list[str]]:
    """The subjects of what is due, by receiver."""
    found: dict[str, list[str]] = {}
    for message in letters():
        found.setdefault(message.to[0], []).append(str(message.subject))
    return found
