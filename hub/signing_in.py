"""Signing in: who guesses passwords has to wait, and so has who asks for reset mails in a row.

Counts stand in the cache under keyed hashes: no name and no network is kept, and all is forgotten
within the hour. Guessing from many networks at once is slowed, too, but far later: otherwise a
stranger could keep somebody out who knows the password.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from wagtail.admin.forms.auth import PasswordResetForm

from core.networks import network_of

Answer = Callable[[HttpRequest], HttpResponse]

MINUTE = 60


@dataclass(frozen=True)
class Limit:
    """How many times something may be tried in a span of seconds."""

    most: int
    seconds: int


ONE_NAME_FROM_ONE_NETWORK = Limit(most=10, seconds=15 * MINUTE)
ONE_NETWORK = Limit(most=50, seconds=15 * MINUTE)
ONE_NAME = Limit(most=200, seconds=60 * MINUTE)
RESETS_OF_ONE_ADDRESS = Limit(most=3, seconds=60 * MINUTE)


class TooManyTries(Exception):
    """Nobody looks at the password any more; `seconds` says how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__("Too many tries to sign in")
        self.seconds = seconds


class CarefulBackend(ModelBackend):
    """Looks at names and passwords as Django does, but not at any number of them."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """Give the user whose name and password these are, or None.

        Raises TooManyTries when there were too many wrong ones. A try counts before the password
        is looked at, so that many at once are no way around; a right one is taken back.
        """
        name = str(username if username is not None else kwargs.get("username", ""))
        network = network_of(request.META.get("REMOTE_ADDR", "")) if request else ""
        counters = list(_counters(name.casefold(), network))
        for key, limit in counters:
            if _count(key, limit) > limit.most:
                raise TooManyTries(limit.seconds)
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is not None:
            _begin_anew(*counters)
        return user


def _counters(name: str, network: str) -> Iterator[tuple[str, Limit]]:
    """Where the tries are counted, closest first."""
    yield _key("pair", name, network), ONE_NAME_FROM_ONE_NETWORK
    yield _key("network", network), ONE_NETWORK
    yield _key("name", name), ONE_NAME


def _key(*parts: str) -> str:
    digest = salted_hmac("hub.signing_in", "\0".join(parts), algorithm="sha256").hexdigest()
    return f"tries:{digest}"


def _count(key: str, limit: Limit) -> int:
    cache.add(key, 0, limit.seconds)
    try:
        return cache.incr(key)
    except ValueError:  # its time ended just now
        cache.set(key, 1, limit.seconds)
        return 1


def _begin_anew(pair: tuple[str, Limit], *others: tuple[str, Limit]) -> None:
    """The right password: its owner may mistype anew; of the rest this one try did not count."""
    cache.delete(pair[0])
    for key, _limit in others:
        try:
            cache.decr(key)
        except ValueError:
            continue


class CarefulPasswordResetForm(PasswordResetForm):
    """Sends a few reset mails an hour to one address; the page answers the same all the time."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Send the mail, unless the address got enough of them."""
        key = _key("reset", self.cleaned_data["email"].casefold())
        if _count(key, RESETS_OF_ONE_ADDRESS) <= RESETS_OF_ONE_ADDRESS.most:
            super().save(*args, **kwargs)


class TriesMiddleware:
    """Answers 429 with a page that says how long to wait (RFC 6585, section 4)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn TooManyTries into its page; leave everything else alone."""
        if not isinstance(exception, TooManyTries):
            return None
        status = HTTPStatus.TOO_MANY_REQUESTS
        context = {"minutes": exception.seconds // MINUTE}
        response = render(request, "429.html", context, status=status)
        response["Retry-After"] = str(exception.seconds)
        response["Cache-Control"] = "no-store"
        return response
