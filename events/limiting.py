"""How many forms are taken in from one network, and altogether."""

from __future__ import annotations

import hmac
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from events.models.registration import RegistrationBudget

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# A town hall or a school behind one address fits into the network's share.
NETWORK_SHARES = ((HOUR, 30), (DAY, 90))
HUB_SHARES = ((HOUR, 600), (DAY, 3000))


class TooManyRequests(Exception):
    """No more forms now; `retry_at` says from when."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(f"not before {retry_at.isoformat()}")
        self.retry_at = retry_at


@transaction.atomic
def take_request(*, address: str) -> None:
    """Count a form that came from an IP address. Raises TooManyRequests."""
    now = timezone.now()
    subject = _hash_of(network_of(address), now.date().isoformat())
    for span, most in NETWORK_SHARES:
        _take_share(subject, span, most, now)
    for span, most in HUB_SHARES:
        _take_share("", span, most, now)


def forget_requests() -> int:
    """Delete counts whose time is over, and with them every trace of a network."""
    deleted, _by_model = RegistrationBudget.objects.filter(expires_at__lte=timezone.now()).delete()
    return deleted


def network_of(address: str) -> str:
    """The network of an IP address: the first 24 bits of IPv4, the first 48 of IPv6.

    What cannot be read counts as one network of its own.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, bits), strict=False))


def _take_share(subject: str, span: timedelta, most: int, now: datetime) -> None:
    start = now.replace(minute=0, second=0, microsecond=0)
    if span == DAY:
        start = start.replace(hour=0)
    window = start.strftime("%Y-%m-%dT%H" if span == HOUR else "%Y-%m-%d")
    row = RegistrationBudget(subject=subject, window=window, expires_at=start + span)
    RegistrationBudget.objects.bulk_create([row], ignore_conflicts=True)
    shares = RegistrationBudget.objects.filter(subject=subject, window=window, used__lt=most)
    if not shares.update(used=F("used") + 1):
        raise TooManyRequests(start + span)


def _hash_of(network: str, day: str) -> str:
    """A hash of a network that is another one tomorrow, so that days cannot be joined."""
    key = hmac.digest(settings.SECRET_KEY.encode(), b"events.network", "sha256")
    return hmac.new(key, f"{day} {network}".encode(), "sha256").hexdigest()
