"""How much the public forms may cause: mails to one address, requests from one network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from core import budgeting
from core.budgeting import DAY, HOUR
from newsletter.models import MailAllowance, ReaderMailPurpose, RequestBudget

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


def take_request(*, network: str) -> None:
    """Count a request of a network. Raises core.budgeting.TooManyRequests."""
    budgeting.take(
        RequestBudget,
        network=network,
        purpose="newsletter",
        network_shares=NETWORK_SHARES,
        hub_shares=HUB_SHARES,
    )


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
    return budgeting.forget(RequestBudget)
