"""How much the public forms may cause: mails to one address, requests from one network."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from newsletter import suppression
from newsletter.models import MailAllowance, ReaderMailPurpose, RequestBudget

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# Requests taken in. A town hall or a school behind one address fits into the network's share;
# the whole hub's share is what a very good day could bring.
NETWORK_SHARES = ((HOUR, 20), (DAY, 60))
HUB_SHARES = ((HOUR, 400), (DAY, 2000))


@dataclass(frozen=True, slots=True)
class MailRule:
    """How many mails of one purpose an address may get that its owner does not take up.

    `pause` is the least time between two, `most` how many altogether; after `forgotten_after`
    without any the count begins anew (never, where it is None).
    """

    pause: timedelta
    most: int
    forgotten_after: timedelta | None


MAIL_RULES = {
    # Anybody can type anybody's address: who never answers is left alone for good.
    ReaderMailPurpose.CONFIRM: MailRule(DAY, 5, None),
    # Somebody may follow several things in a row; confirming one begins the count anew.
    ReaderMailPurpose.FOLLOW: MailRule(timedelta(minutes=5), 5, timedelta(days=30)),
    # Goes only to those who subscribed once.
    ReaderMailPurpose.LINK: MailRule(DAY, 5, timedelta(days=60)),
}


class TooManyRequests(Exception):
    """No more requests now; `retry_at` says from when, `is_hub_wide` whether it concerns all."""

    def __init__(self, retry_at: datetime, *, is_hub_wide: bool) -> None:
        super().__init__(f"not before {retry_at.isoformat()}")
        self.retry_at = retry_at
        self.is_hub_wide = is_hub_wide


@transaction.atomic
def take_request(*, network: str) -> None:
    """Count a request of a network (see `network_of`). Raises TooManyRequests."""
    now = timezone.now()
    subject = suppression.network_hash(network, now.date().isoformat())
    for span, most in NETWORK_SHARES:
        _take_share(subject, span, most, now)
    for span, most in HUB_SHARES:
        _take_share("", span, most, now)


def _take_share(subject: str, span: timedelta, most: int, now: datetime) -> None:
    start = now.replace(minute=0, second=0, microsecond=0)
    if span == DAY:
        start = start.replace(hour=0)
    window = start.strftime("%Y-%m-%dT%H" if span == HOUR else "%Y-%m-%d")
    row = RequestBudget(subject=subject, window=window, expires_at=start + span)
    RequestBudget.objects.bulk_create([row], ignore_conflicts=True)
    shares = RequestBudget.objects.filter(subject=subject, window=window, used__lt=most)
    if not shares.update(used=F("used") + 1):
        raise TooManyRequests(start + span, is_hub_wide=not subject)


def take_mail(*, address_hash: str, purpose: ReaderMailPurpose) -> bool:
    """Count a mail to an address; False when it may not get another one of this purpose now."""
    now, rule = timezone.now(), MAIL_RULES[purpose]
    row = MailAllowance(address_hash=address_hash, purpose=purpose)
    MailAllowance.objects.bulk_create([row], ignore_conflicts=True)
    allowances = MailAllowance.objects.filter(address_hash=address_hash, purpose=purpose)
    if rule.forgotten_after:
        allowances.filter(last_used_at__lt=now - rule.forgotten_after).update(used=0)
    rested = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - rule.pause)
    taken = allowances.filter(rested, used__lt=rule.most)
    return bool(taken.update(used=F("used") + 1, last_used_at=now))


def forget_mails(*, address_hash: str) -> None:
    """Begin counting anew: the owner of the address has taken a mail up."""
    MailAllowance.objects.filter(address_hash=address_hash).delete()


def forget_links(*, address_hashes: Iterable[str]) -> None:
    """Delete the count of links of somebody who has erased their data: none is mailed any more."""
    rows = MailAllowance.objects.filter(address_hash__in=list(address_hashes))
    rows.filter(purpose=ReaderMailPurpose.LINK).delete()


def forget_old_mails() -> int:
    """Delete counts that would begin anew; those with no end stay (decision 26)."""
    now, deleted = timezone.now(), 0
    for purpose, rule in MAIL_RULES.items():
        if rule.forgotten_after:
            rows = MailAllowance.objects.filter(purpose=purpose)
            old = rows.filter(last_used_at__lt=now - rule.forgotten_after)
            deleted += old.delete()[0]
    return deleted


def forget_requests() -> int:
    """Delete counts whose time is over, and with them every trace of a network."""
    deleted, _by_model = RequestBudget.objects.filter(expires_at__lte=timezone.now()).delete()
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
