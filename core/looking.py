"""Looking whether an address on the web answers, without fetching what is there.

One request at a time, small, to public machines alone; redirects are followed a few times and
each new address is judged like the first.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from core.public_addresses import NotPublic, Resolver, public_address, resolve

PORTS = {"http": 80, "https": 443}
PATIENCE = 8.0  # seconds for each step
MOST_REDIRECTS = 4
# What servers answer to HEAD that would have been answered to GET.
TRY_GET = frozenset({400, 403, 404, 405, 406, 429, 500, 501, 502, 503})
MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of looking: a status, or a reason in a word where there is none."""

    status: int = 0
    reason: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether a reader would find something there; a page that asks for a login is there."""
        return 200 <= self.status < 400 or self.status in {401, 403, 405, 406, 429}


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was judged, whatever the name says now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Secure(_Plain):
    """The same with TLS; the certificate must be the name's."""

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def look(url: str, *, agent: str, resolver: Resolver = resolve) -> Answer:
    """Ask for an address and say what came back; never raises for what others do wrong."""
    for _step in range(MOST_REDIRECTS + 1):
        try:
            status, target = _ask(url, agent, resolver)
        except NotPublic:
            return Answer(reason="not public")
        except ssl.SSLError:
            return Answer(reason="certificate")
        except TimeoutError:
            return Answer(reason="no answer")
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(reason="no connection")
        if status not in MOVED or not target:
            return Answer(status)
        url = urljoin(url, target)
    return Answer(reason="too many redirects")


def _ask(url: str, agent: str, resolver: Resolver) -> tuple[int, str]:
    """Ask with HEAD, and with GET where HEAD is not understood; give status and new address."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise NotPublic(url)
    port = parts.port or PORTS[parts.scheme]
    if port != PORTS[parts.scheme]:
        raise NotPublic(url)
    address = public_address(parts.hostname, port, resolver)
    status, target = _request("HEAD", parts, address, agent)
    if status in TRY_GET:
        status, target = _request("GET", parts, address, agent)
    return status, target


def _request(method: str, parts: SplitResult, address: str, agent: str) -> tuple[int, str]:
    kind = _Secure if parts.scheme == "https" else _Plain
    connection = kind(parts.hostname or "", PORTS[parts.scheme], address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, _ascii(path), headers={"User-Agent": agent, "Accept": "*/*"})
        response = connection.getresponse()
        return response.status, response.getheader("Location") or ""
    finally:
        connection.close()  # the body is not read


def _ascii(path: str) -> str:
    """A path that may stand in a request: everything else is percent-encoded (RFC 3986)."""
    return quote(path, safe="/%?=&;:@!$'()*+,~[]-._")
