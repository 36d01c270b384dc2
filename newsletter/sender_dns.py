"""Whether the sender's domain vouches for its mail: SPF, DKIM and DMARC, asked of the DNS.

Mailbox providers look at the same records (RFC 7208, 6376, 7489). Only told, never in the way: the
DNS may be out of reach, and who runs the mail server may know better.
"""

from __future__ import annotations

from dataclasses import dataclass

import dns.exception
import dns.resolver
from django.conf import settings
from django.core.cache import cache

PATIENCE = 3.0  # seconds for all the questions about a name
REMEMBERED = 15 * 60  # seconds
# Names that stand for others in examples (RFC 2606): nobody need be asked about them.
EXAMPLES = ("example", "test", "invalid", "localhost", "example.org", "example.com", "example.net")


@dataclass(frozen=True, slots=True)
class Records:
    """What was found; None where the DNS did not answer or nobody was asked."""

    has_spf: bool | None = None
    has_dkim: bool | None = None
    dmarc_policy: str | None = None
    """The policy (none, quarantine, reject), "" where there is no record."""


def records(domain: str) -> Records:
    """Ask about a sender's domain; the answer is remembered for a while."""
    name = domain.lower().rstrip(".")
    if not name or any(name == one or name.endswith(f".{one}") for one in EXAMPLES):
        return Records()
    key = f"newsletter.dns:{name}:{settings.HUB_DKIM_SELECTOR}"
    found: Records | None = cache.get(key)
    if found is None:
        found = _ask(name)
        cache.set(key, found, REMEMBERED)
    return found


def _ask(domain: str) -> Records:
    own = _texts(domain)
    policy = _texts(f"_dmarc.{domain}")
    selector = settings.HUB_DKIM_SELECTOR
    key = _texts(f"{selector}._domainkey.{domain}") if selector else None
    return Records(
        has_spf=None if own is None else any(text.startswith("v=spf1") for text in own),
        has_dkim=None if key is None else any("p=" in text for text in key),
        dmarc_policy=None if policy is None else _policy(policy),
    )


def _policy(texts: list[str]) -> str:
    for text in texts:
        if text.lower().startswith("v=dmarc1"):
            tags = dict(tag.strip().partition("=")[::2] for tag in text.split(";"))
            return tags.get("p", "none").strip().lower()
    return ""


def _texts(name: str) -> list[str] | None:
    """The TXT records of a name, none where there are none; None where nobody answers."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError):
        return None
    return [b"".join(record.strings).decode("ascii", "replace") for record in answer]
