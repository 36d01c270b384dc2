"""Whether the one-click address of our own mails works, asked from outside as mail programs do.

The token is signed like any other and stands for nobody: the answer is the usual one, and nothing
changes. RFC 8058 wants a POST that is answered with success, without a redirect and without a
cookie; a proxy, a login wall or a redirect to another host in front of the hub breaks that.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.cache import cache

from newsletter import links
from newsletter.models import Subscriber
from newsletter.sender_dns import EXAMPLES

PATIENCE = 3.0  # seconds for each step
REMEMBERED = 15 * 60  # seconds; what went wrong is asked again sooner
REMEMBERED_TROUBLE = 30
NOBODY = UUID(int=0)
# A hub on one's own machine writes to nobody, and need not answer.
NOT_ASKED = (*EXAMPLES, "127.0.0.1", "::1")
FORM = "application/x-www-form-urlencoded"


class Verdict(Enum):
    """What was found."""

    WORKS = "works"
    BROKEN = "broken"
    NOT_REACHED = "not-reached"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class Found:
    """The verdict and, where it answered wrongly, the status."""

    verdict: Verdict
    status: int = 0


def one_click() -> Found:
    """Call the address for a reader who does not exist; the answer is remembered for a while."""
    host = urlsplit(settings.HUB_URL).hostname or ""
    if any(host == one or host.endswith(f".{one}") for one in NOT_ASKED):
        return Found(Verdict.NOT_ASKED)
    key = f"newsletter.one-click:{settings.HUB_URL}"
    found: Found | None = cache.get(key)
    if found is None:
        found = _ask(links.one_click_url(Subscriber(public_id=NOBODY)))
        is_fine = found.verdict is Verdict.WORKS
        cache.set(key, found, REMEMBERED if is_fine else REMEMBERED_TROUBLE)
    return found


def _ask(address: str) -> Found:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        connection.request(
            "POST", parts.path, body="List-Unsubscribe=One-Click", headers={"Content-Type": FORM}
        )
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return Found(Verdict.NOT_REACHED)
    finally:
        connection.close()
    return Found(Verdict.WORKS if status == http.client.OK else Verdict.BROKEN, status)
