"""Return addresses that name the copy: bounces+12-k3f9q0a1x7@example.org (VERP).

So a mail that comes back leads to its row, whatever the foreign server wrote into it. The number is
signed: nobody can have somebody else's address suppressed by inventing one.
"""

from __future__ import annotations

import base64
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

# A letter before the number says that it is no copy of an issue: a follower's copy of a bulletin,
# a mail that answers a reader.
NEWS, ANSWER = "n", "m"
NAMED = re.compile(r"^(?P<kind>[nm]?)(?P<number>\d{1,18})-(?P<sign>[a-z2-7]{10})$")


def return_path(number: int, kind: str = "") -> str:
    """Where mail about a copy comes back to; "" where no bounce mailbox is set.

    `kind` says what the number is of.
    """
    if not settings.HUB_BOUNCE_ADDRESS:
        return ""
    name, _at, domain = settings.HUB_BOUNCE_ADDRESS.rpartition("@")
    return f"{name}+{reference(number, kind)}@{domain}"


def reference(number: int, kind: str = "") -> str:
    """The signed number of a copy."""
    return f"{kind}{number}-{_sign(number, kind)}"


def read_reference(text: str, kind: str = "") -> int | None:
    """The number of the copy, None where the signature is wrong or it is of another kind."""
    found = NAMED.match(text.strip().lower())
    if found is None or found["kind"] != kind:
        return None
    number = int(found["number"])
    return number if constant_time_compare(found["sign"], _sign(number, kind)) else None


def read_return_path(address: str, kind: str = "") -> int | None:
    """The number in a return address of ours, None in any other."""
    mailbox, _at, domain = settings.HUB_BOUNCE_ADDRESS.lower().rpartition("@")
    name, _at, host = address.strip().lower().rpartition("@")
    before, plus, rest = name.partition("+")
    if not mailbox or not plus or before != mailbox or host != domain:
        return None
    return read_reference(rest, kind)


def _sign(number: int, kind: str) -> str:
    digest = salted_hmac("newsletter.verp", f"{kind}{number}", algorithm="sha256").digest()
    return base64.b32encode(digest)[:10].decode().lower()
