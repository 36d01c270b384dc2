"""Signed links that stand in mails, and what they say when they come back.

Absolute on HUB_URL and in the reader's language. Links are made for each reader of each issue,
so the unsigned part of an address is worked out once per language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core import tokens
from newsletter.models import ReaderRequest, Subscriber

CONFIRM = "newsletter.confirm"
PREFERENCES = "newsletter.preferences"
UNSUBSCRIBE = "newsletter.unsubscribe"
FOLLOW = "newsletter.follow"
FOLLOWING = "newsletter.following"

DAY = 24 * 60 * 60
CONFIRM_MAX_AGE = 7 * DAY
# Somebody may come upon an old mail: two years and a season are kept.
READER_MAX_AGE = 820 * DAY

_PLACE = "0token0"


class HasPrimaryKey(Protocol):
    """A row, such as a delivery, that a link can name."""

    pk: int


class HasPublicId(Protocol):
    """A row that a link can speak for."""

    public_id: UUID


@dataclass(frozen=True, slots=True)
class ReaderLink:
    """Whom a link speaks for, and the delivery it came with ("" where none)."""

    public_id: UUID
    delivery: str = ""

    @property
    def reference(self) -> str:
        """The delivery in the words of the consent chain."""
        return f"delivery {self.delivery}" if self.delivery else ""


def confirm_url(request: ReaderRequest) -> str:
    """The page that asks to confirm a subscription; good for seven days."""
    token = tokens.issue(CONFIRM, request.public_id.hex)
    return _address("newsletter:confirm", request.language, token)


def preferences_url(subscriber: Subscriber, *, at: datetime | None = None) -> str:
    """The reader's own page; the link is dated now, or `at` a moment."""
    token = tokens.issue(PREFERENCES, subscriber.public_id.hex, at=at)
    return _address("newsletter:preferences", subscriber.language, token)


def unsubscribe_url(subscriber: Subscriber, delivery: HasPrimaryKey | None = None) -> str:
    """The page that asks whether to unsubscribe: for the link inside a mail."""
    return unsubscribe_page(unsubscribe_token(subscriber, delivery), subscriber.language)


def one_click_url(subscriber: Subscriber, delivery: HasPrimaryKey | None = None) -> str:
    """The address for `List-Unsubscribe` (RFC 8058), which mail programs call by POST."""
    return one_click_address(unsubscribe_token(subscriber, delivery))


def follow_url(kind: str, key: UUID, language: str) -> str:
    """The form that asks to follow one thing."""
    with translation.override(language):
        return f"{settings.HUB_URL}{reverse('newsletter:follow', args=[kind, key])}"


def confirm_following_url(request: ReaderRequest) -> str:
    """The page that asks to confirm a following; good for seven days."""
    token = tokens.issue(FOLLOW, request.public_id.hex)
    return _address("newsletter:confirm_following", request.language, token)


def following_token(following: HasPublicId, copy: HasPrimaryKey | None = None) -> str:
    """The token that both ways of ending a following share."""
    value = following.public_id.hex
    return tokens.issue(FOLLOWING, f"{value}.{copy.pk}" if copy else value)


def following_page(token: str, language: str) -> str:
    """The page that asks whether to stop following."""
    return _address("newsletter:stop_following", language, token)


def following_one_click(token: str) -> str:
    """The address mail programs call to stop following (RFC 8058)."""
    return _address("newsletter-one-click-following", None, token)


def read_confirm_following(token: str) -> UUID:
    """The public_id of the request a link to confirm a following is for. Raises TokenError."""
    return _uuid(tokens.read(FOLLOW, token, max_age=CONFIRM_MAX_AGE))


def read_following(token: str) -> ReaderLink:
    """Which following a link speaks for, and the copy it came with. Raises TokenError."""
    value = tokens.read(FOLLOWING, token, max_age=READER_MAX_AGE)
    public_id, _dot, copy = value.partition(".")
    return ReaderLink(_uuid(public_id), copy)


def unsubscribe_token(
    subscriber: Subscriber,
    delivery: HasPrimaryKey | None = None,
    *,
    at: datetime | None = None,
) -> str:
    """The token that both ways of unsubscribing share; dated now, or `at` a moment."""
    value = subscriber.public_id.hex
    return tokens.issue(UNSUBSCRIBE, f"{value}.{delivery.pk}" if delivery else value, at=at)


def unsubscribe_page(token: str, language: str) -> str:
    """The page of an unsubscribe token, in a language."""
    return _address("newsletter:unsubscribe", language, token)


def one_click_address(token: str) -> str:
    """The address mail programs call for an unsubscribe token: whoever needs both signs once."""
    return _address("newsletter-one-click", None, token)


def preferences_page(token: str, language: str) -> str:
    """The page of a preferences token, in a language."""
    return _address("newsletter:preferences", language, token)


def lost_link_url(language: str) -> str:
    """The form that sends the link to one's preferences."""
    with translation.override(language):
        return f"{settings.HUB_URL}{reverse('newsletter:lost_link')}"


def sign_up_url(language: str) -> str:
    """The sign-up form."""
    with translation.override(language):
        return f"{settings.HUB_URL}{reverse('newsletter:sign_up')}"


def read_confirm(token: str) -> UUID:
    """The public_id of the request a confirm link is for. Raises TokenError."""
    return _uuid(tokens.read(CONFIRM, token, max_age=CONFIRM_MAX_AGE))


def read_preferences(token: str) -> ReaderLink:
    """Whom a preferences link speaks for. Raises TokenError."""
    return ReaderLink(_uuid(tokens.read(PREFERENCES, token, max_age=READER_MAX_AGE)))


def read_unsubscribe(token: str) -> ReaderLink:
    """Whom an unsubscribe link speaks for. Raises TokenError."""
    value = tokens.read(UNSUBSCRIBE, token, max_age=READER_MAX_AGE)
    public_id, _dot, delivery = value.partition(".")
    return ReaderLink(_uuid(public_id), delivery)


def _uuid(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError:
        raise tokens.TokenInvalid from None


def _address(name: str, language: str | None, token: str) -> str:
    before, after = _around_token(name, language, settings.HUB_URL)
    return f"{before}{token}{after}"


@lru_cache(maxsize=64)
def _around_token(name: str, language: str | None, hub_url: str) -> tuple[str, str]:
    """What stands before and behind the token of an address."""
    with translation.override(language or settings.LANGUAGE_CODE):
        before, after = reverse(name, kwargs={"token": _PLACE}).split(_PLACE)
    return f"{hub_url}{before}", after
