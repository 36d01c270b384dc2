"""What is kept of where a request came from: its network, as a hash that is another tomorrow."""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.utils import timezone

UNKNOWN = "unknown"


def network_of(address: str) -> str:
    """The network of an IP address: the first 24 bits of IPv4, the first 48 of IPv6.

    What cannot be read counts as one network of its own.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, bits), strict=False))


def hash_for_today(network: str, *, purpose: str) -> str:
    """A keyed hash of a network; neither days nor purposes can be joined by it."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"{purpose}.network".encode(), "sha256")
    text = f"{timezone.now():%Y-%m-%d} {network}"
    return hmac.new(key, text.encode(), "sha256").hexdigest()
