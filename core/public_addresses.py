"""Which machines the hub may speak to when somebody else has named them.

An address in a text, or a partner's webhook, may name a machine inside our own network, or one
that answers with such an address a second later (DNS rebinding). So names are resolved here, each
address is judged, and the connection is made to the address that was judged, never to the name.

IANA's registries of special-purpose addresses (RFC 6890) are what `ipaddress.is_global` follows;
it is true for multicast, and for addresses that carry another one inside: those are refused, too.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

# NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380), IPv4-compatible (RFC 4291).
CARRYING = tuple(
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)


class NotPublic(ValueError):
    """The name leads to no machine, or to one that is not on the public network."""


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, as the system knows them; raise OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def is_public(text: str) -> bool:
    """Whether an address in figures is one of the public network."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in CARRYING):
            return False
    return address.is_global and not address.is_multicast


def public_address(host: str, port: int, resolver: Resolver = resolve) -> str:
    """An address to connect to, for a name from outside.

    Raises NotPublic when one of the name's addresses is not public: a name that leads to both
    kinds is meant to be judged by one and used by the other.
    """
    try:
        addresses = resolver(host, port)
    except (OSError, UnicodeError) as error:
        raise NotPublic(f"{host} has no address") from error
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotPublic(f"{host} is not on the public network")
    return addresses[0]
