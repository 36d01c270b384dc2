"""How often one address may ask. The limit is published at /api/v1/ and in a header."""

from __future__ import annotations

import ipaddress
import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

logger = logging.getLogger(__name__)

WINDOW = 60  # seconds


def policy() -> str:
    """The limit as a RateLimit-Policy field: requests in a window of seconds."""
    return f'"default";q={settings.HUB_API_RATE};w={WINDOW}'


def take(request: HttpRequest | Request) -> bool:
    """Count a request, once however often it is asked, and tell whether it is within the limit."""
    within: bool | None = getattr(request, "hub_within_limit", None)
    if within is None:
        within = _is_within(request.META.get("REMOTE_ADDR", ""))
        request.hub_within_limit = within  # type: ignore[union-attr]
    return within


def _is_within(address: str) -> bool:
    key = f"api:{_network(address)}:{int(time.time()) // WINDOW}"
    try:
        return _count(key) <= settings.HUB_API_RATE
    except (RedisError, OSError) as error:
        logger.warning("Requests cannot be counted: %s", type(error).__name__)
        return True


class PublicThrottle(BaseThrottle):
    """Counts the requests of an address in each minute.

    Without Redis each server process counts for itself. When the cache is away nobody is
    refused: reading must not depend on it.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        return take(request)

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return WINDOW - int(time.time()) % WINDOW


def _count(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:  # the first one of this minute
        cache.add(key, 0, timeout=2 * WINDOW)
        return cache.incr(key)


def _network(address: str) -> str:
    """Who is counted together: an IPv4 address, or an IPv6 /64, which is one line's share."""
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    except ValueError:
        return "unknown"
