"""Addresses of the registration: public ones, and signed ones that stand in mails.

A signed link speaks for one registration. What it opens is a page with a button; the button acts.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core import tokens
from core.addresses import absolute
from events.models.choices import RegistrationMode
from events.models.event import EventPage
from events.models.registration import Registration

CONFIRM = "events.confirm"
OWN = "events.own"
INVITATION = "events.invitation"

HOUR = 60 * 60
DAY = 24 * HOUR
# Who has not confirmed by then is forgotten, and the link with them.
CONFIRM_MAX_AGE = 2 * DAY
# An event may be announced a year ahead, and somebody may look at an old mail.
OWN_MAX_AGE = 820 * DAY


def registration_address(page: EventPage) -> str | None:
    """Where anybody can register; None where only those who were invited can, or nobody."""
    if page.registration_mode == RegistrationMode.HERE:
        return _absolute("events:register", page.locale.language_code, key=page.translation_key)
    if page.registration_mode == RegistrationMode.EXTERNAL:
        return page.registration_url or None
    return None


def invitation_url(page: EventPage) -> str:
    """The address that is sent to those who are invited; good for this event only."""
    token = tokens.issue(INVITATION, page.translation_key.hex)
    language = page.locale.language_code
    return _absolute("events:invited", language, key=page.translation_key, token=token)


def is_invitation_for(token: str, key: UUID) -> bool:
    """Whether a token invites to an event. Raises TokenError when it is not one of ours."""
    return tokens.read(INVITATION, token) == key.hex


def confirm_url(registration: Registration) -> str:
    """The page that asks to confirm a registration."""
    token = tokens.issue(CONFIRM, registration.public_id.hex)
    return _absolute("events:confirm", registration.language, token=token)


def own_url(registration: Registration) -> str:
    """One's own page: what was registered, the way to cancel it, one's data."""
    return _absolute("events:own", registration.language, token=own_token(registration))


def own_token(registration: Registration) -> str:
    """The token of one's own page and of what hangs on it."""
    return tokens.issue(OWN, registration.public_id.hex)


def read_confirm(token: str) -> UUID:
    """Whose confirmation a link is. Raises TokenError."""
    return _uuid(tokens.read(CONFIRM, token, max_age=CONFIRM_MAX_AGE))


def read_own(token: str) -> UUID:
    """Whose own page a link is. Raises TokenError."""
    return _uuid(tokens.read(OWN, token, max_age=OWN_MAX_AGE))


def check_in_url(registration: Registration) -> str:
    """What the square code at the door says: a page for staff, who log in to see it."""
    path = reverse("events_admin:scanned", args=[registration.book_id, registration.code])
    return absolute(path)


def _absolute(name: str, language: str, **arguments: object) -> str:
    with translation.override(language):
        return f"{settings.HUB_URL}{reverse(name, kwargs=arguments)}"


def _uuid(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError:
        raise tokens.TokenInvalid from None
