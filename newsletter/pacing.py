"""How fast mails leave: token buckets in the database, shared by all senders and machines.

A bucket holds what may leave in ten seconds. One is for the provider, one for each of several mail
servers, one for the sender's address, one for each domain of mailboxes. Whoever says "too many"
(421, 429, Retry-After) is left alone for a while: its bucket is cooled. Where no limit is set and
nobody has complained, nothing is looked up for a group of copies.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from newsletter.models import Delivery, Throttle

BURST = 10.0  # seconds
# How long a domain that says "too many" is left alone.
DOMAIN_REST = timedelta(minutes=5)
# Copies that have to wait are looked at again after so long, at the latest.
LONGEST_HOLD = timedelta(minutes=30)


@dataclass(slots=True)
class Admission:
    """What of a group of copies may leave now, and until when the others wait."""

    now: list[int] = field(default_factory=list)
    held: dict[datetime, list[int]] = field(default_factory=lambda: defaultdict(list))
    # The limit for all was reached: the sender rests, the rest of the group has not been looked at.
    is_exhausted: bool = False


def provider_name() -> str:
    """The bucket of the way that mails take."""
    return f"provider:{settings.HUB_MAIL_PROVIDER}"


def sender_name(address: str) -> str:
    """The bucket of a sender."""
    return f"sender:{address.lower()}"[:300]


def domain_name(email: str) -> str:
    """The bucket of the mailboxes where an address lies."""
    return f"domain:{email.rpartition('@')[2].lower()}"[:300]


def server_name(address: str) -> str:
    """The bucket of one of several mail servers, by its host and port."""
    return f"server:{address}"[:300]


def rate_of(name: str) -> float | None:
    """How many a second may go through a bucket; None for no limit."""
    kind, _colon, rest = name.partition(":")
    rates: Mapping[str, float] = settings.HUB_MAIL_DOMAIN_RATES
    if kind == "domain":
        return rates.get(rest, rates.get("*"))
    if kind == "server":
        server_rates: Mapping[str, float] = settings.HUB_MAIL_SERVER_RATES
        return server_rates.get(rest)
    return settings.HUB_MAIL_RATE if kind == "provider" else settings.HUB_MAIL_SENDER_RATE


def cool(*, name: str, until: datetime, reason: str) -> None:
    """Leave a provider, a sender or a domain alone until then, or longer if that was agreed."""
    row, is_new = Throttle.objects.get_or_create(
        name=name, defaults={"cooled_until": until, "reason": reason[:60]}
    )
    if not is_new:
        rows = Throttle.objects.filter(pk=row.pk)
        rows.filter(Q(cooled_until__isnull=True) | Q(cooled_until__lt=until)).update(
            cooled_until=until, reason=reason[:60], tokens=0.0, filled_at=until
        )


def cooled_until(names: Sequence[str]) -> datetime | None:
    """Until when these are to be left alone; None if nobody asked for it."""
    rows = Throttle.objects.filter(name__in=names, cooled_until__gt=timezone.now())
    return rows.order_by("-cooled_until").values_list("cooled_until", flat=True).first()


def cooled(names: Sequence[str]) -> dict[str, datetime]:
    """Which of these are to be left alone, and until when."""
    rows = Throttle.objects.filter(name__in=names, cooled_until__gt=timezone.now())
    return {row.name: row.cooled_until for row in rows if row.cooled_until is not None}


def take(*, name: str, count: int) -> int:
    """Take up to so many tokens out of a bucket that has a limit; return how many."""
    with transaction.atomic():
        now = timezone.now()
        bucket = _filled({name}, now)[name]
        taken = min(count, int(bucket.tokens)) if bucket.has_token(now) else 0
        if taken:
            Throttle.objects.filter(name=name).update(tokens=bucket.tokens - taken, filled_at=now)
        return taken


def warm_up() -> None:
    """A person says: go on, by whatever way the mails take."""
    ways = Q(name=provider_name()) | Q(name__startswith=server_name(""))
    Throttle.objects.filter(ways).update(cooled_until=None, reason="")


def forget() -> int:
    """Delete the buckets that have been full for a long time; return how many."""
    full = timezone.now() - timedelta(days=7)
    idle = Throttle.objects.filter(filled_at__lt=full)
    deleted, _by_model = idle.filter(
        Q(cooled_until__isnull=True) | Q(cooled_until__lt=full)
    ).delete()
    return deleted


def is_too_many(code: str) -> bool:
    """Whether a reply to one recipient means "too many of you": 421, or 4.7.x (RFC 3463)."""
    return code.startswith("421") or " 4.7." in f" {code}"


class Pace:
    """What one sender asks before it hands a group over."""

    def __init__(self, from_address: str) -> None:
        self._common = [provider_name(), sender_name(from_address)]
        self._limited = [name for name in self._common if rate_of(name) is not None]
        self._is_any_cooled = False
        self._has_domains = bool(settings.HUB_MAIL_DOMAIN_RATES)
        # How many copies of a domain this sender has put aside: each gets its place in the queue.
        self._queued: dict[str, int] = defaultdict(int)

    def look(self) -> None:
        """See whether anybody has asked to be left alone."""
        self._is_any_cooled = Throttle.objects.filter(cooled_until__gt=timezone.now()).exists()

    def admit(self, numbers: Sequence[int]) -> Admission:
        """Say which of these copies may leave now, and take a token for each of them."""
        if not (self._limited or self._has_domains or self._is_any_cooled):
            return Admission(now=list(numbers))
        domains = {}
        if self._has_domains or self._is_any_cooled:
            rows = Delivery.objects.filter(pk__in=numbers)
            found = rows.values_list("pk", "subscriber__email")
            domains = {number: domain_name(email) for number, email in found}
        with transaction.atomic():
            return self._admit(numbers, domains)

    def _admit(self, numbers: Sequence[int], domains: Mapping[int, str]) -> Admission:
        now = timezone.now()
        buckets = _filled({*self._common, *domains.values()}, now)
        admission, taken = Admission(), dict[str, int]()
        common = [buckets[name] for name in self._common if name in buckets]
        for number in numbers:
            if any(not bucket.has_token(now) for bucket in common):
                admission.is_exhausted = True
                break
            own = buckets.get(domains.get(number, ""))
            if own is not None and not own.has_token(now):
                moment = own.next_token(now, self._queued[own.name])
                self._queued[own.name] += 1
                admission.held[moment].append(number)
                continue
            admission.now.append(number)
            for bucket in [*common, *([own] if own else [])]:
                bucket.tokens -= 1
                taken[bucket.name] = taken.get(bucket.name, 0) + 1
        for name in taken:
            if buckets[name].rate is not None:
                Throttle.objects.filter(name=name).update(
                    tokens=buckets[name].tokens, filled_at=now
                )
        return admission


@dataclass(slots=True)
class _Bucket:
    """A bucket as it stands at a moment, while its row is held."""

    name: str
    rate: float | None
    tokens: float
    cooled_until: datetime | None

    def has_token(self, now: datetime) -> bool:
        if self.cooled_until is not None and self.cooled_until > now:
            return False
        return self.rate is None or self.tokens >= 1

    def next_token(self, now: datetime, queued: int) -> datetime:
        """When it is worth looking again, behind so many others; in whole seconds."""
        start = now
        if self.cooled_until is not None and self.cooled_until > now:
            start = self.cooled_until
        wait = math.ceil((queued + 1 - self.tokens) / self.rate) if self.rate else 0
        return start + min(timedelta(seconds=max(wait, 1)), LONGEST_HOLD)


def _filled(names: set[str], now: datetime) -> dict[str, _Bucket]:
    """The buckets that matter, filled up to this moment; their rows are locked."""
    limited = sorted(name for name in names if rate_of(name) is not None)
    known = set(Throttle.objects.filter(name__in=limited).values_list("name", flat=True))
    fresh = [
        Throttle(name=name, tokens=_capacity(name), filled_at=now)
        for name in limited
        if name not in known
    ]
    if fresh:
        Throttle.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = Throttle.objects.select_for_update().filter(name__in=names).order_by("name")
    buckets = {}
    for row in rows:
        rate = rate_of(row.name)
        passed = max(0.0, (now - row.filled_at).total_seconds())
        tokens = min(row.tokens + passed * rate, _capacity(row.name)) if rate else 0.0
        buckets[row.name] = _Bucket(row.name, rate, tokens, row.cooled_until)
    return buckets


def _capacity(name: str) -> float:
    """What may leave at once: so many seconds' worth, and at least one mail."""
    return max(1.0, (rate_of(name) or 0.0) * BURST)
