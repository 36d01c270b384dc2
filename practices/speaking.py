"""Who speaks for a cooperative, as far as an address can tell."""

from __future__ import annotations

from urllib.parse import urlsplit

from practices.models import Cooperative

# Hosts on which anybody can have a page, and mail services on which anybody has an address.
SHARED = frozenset(
    [
        "altervista.org",
        "blogspot.com",
        "business.site",
        "facebook.com",
        "github.io",
        "gmail.com",
        "google.com",
        "hotmail.com",
        "hotmail.it",
        "icloud.com",
        "instagram.com",
        "jimdofree.com",
        "libero.it",
        "linkedin.com",
        "live.it",
        "outlook.com",
        "outlook.it",
        "pec.it",
        "sites.google.com",
        "tiscali.it",
        "virgilio.it",
        "weebly.com",
        "wixsite.com",
        "wordpress.com",
        "yahoo.com",
        "yahoo.it",
        "youtube.com",
    ]
)


def speaks_for(email: str, cooperative: Cooperative) -> bool:
    """Whether an address belongs to a cooperative, as far as its public record tells.

    It is the public address itself, or lies under the domain of the cooperative's own site.
    Domains that many share prove nothing.
    """
    email = email.lower()
    if cooperative.public_email and email == cooperative.public_email.lower():
        return True
    domain = email.rpartition("@")[2]
    site = (urlsplit(cooperative.website).hostname or "").lower().removeprefix("www.")
    if not site or "." not in site or site in SHARED or _is_shared(site):
        return False
    return domain == site or domain.endswith(f".{site}")


def _is_shared(site: str) -> bool:
    return any(site.endswith(f".{one}") for one in SHARED)
