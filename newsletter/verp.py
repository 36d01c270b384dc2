"""Return addresses that name the copy: bounces+12-k3f9q0a1x7@example.org (VERP).

So a mail that comes back leads to its row, whatever the foreign server wrote into it. The number is
signed: nobody can have somebody else's address suppressed by inventing one.
"""

from __future__ import annotations

import base64
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

NAMED = re.compile(r"^(?P<number>\d{1,18})-(?P<sign>[a-z2-7]{10})$")


def return_path(delivery_number: int) -> str:
    """Where mail about a copy comes back to; "" where no bounce mailbox is set."""
    if not settings.HUB_BOUNCE_ADDRESS:
        return ""
    name, _at, domain = settings.HUB_BOUNCE_ADDRESS.rpartition("@")
    return f"{name}+{reference(delivery_number)}@{domain}"


def reference(delivery_number: int) -> str:
    """The signed number of a copy."""
    return f"{delivery_number}-{_sign(delivery_number)}"


def read_reference(text: str) -> int | None:
    """The number of the copy, None where the signature is wrong."""
    found = NAMED.match(text.strip().lower())
    if found is None:
        return None
    number = int(found["number"])
    return number if constant_time_compare(found["sign"], _sign(number)) else None


def read_return_path(address: str) -> int | None:
    """The number in a return address of ours, None in any other."""
    mailbox, _at, domain = settings.HUB_BOUNCE_ADDRESS.lower().rpartition("@")
    name, _at, host = address.strip().lower().rpartition("@")
    before, plus, rest = name.partition("+")
    if not mailbox or not plus or before != mailbox or host != domain:
        return None
    return read_reference(rest)


def _sign(number: int) -> str:
    digest = salted_hmac("newsletter.verp", str(number), algorithm="sha256").digest()
    return base64.b32encode(digest)[:10].decode().lower()
