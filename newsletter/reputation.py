"""How our mail fares, in figures about mails, never about what a person opened or clicked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from newsletter import failures
from newsletter.models import ConsentAction, ConsentEvent, Delivery, DeliveryState, Mailing

PERIOD = timedelta(days=90)
# Fewer mails than this to a domain would speak of single people.
LEAST = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """Mails handed over and what became of them; rates in percent."""

    name: str
    gone: int
    delivered: int
    bounces: int
    complaints: int

    @property
    def bounce_rate(self) -> float:
        """How many of a hundred came back."""
        return 100 * self.bounces / self.gone if self.gone else 0.0

    @property
    def complaint_rate(self) -> float:
        """How many of a hundred were marked as spam."""
        return 100 * self.complaints / self.gone if self.gone else 0.0

    @property
    def is_bad(self) -> bool:
        """Whether it is above what makes a sending stop."""
        counts = failures.Failures(self.gone, self.bounces, self.complaints)
        return bool(counts.excess())


def by_mailing(count: int = 12) -> list[tuple[Mailing, Figures, int]]:
    """The last mailings, each with its figures and how many left by it."""
    found = []
    for mailing in Mailing.objects.exclude(started_at__isnull=True).order_by("-started_at")[:count]:
        result = failures.count(mailing.pk)
        delivered = mailing.deliveries.filter(state=DeliveryState.DELIVERED).count()
        figures = Figures(mailing.title, result.gone, delivered, result.bounces, result.complaints)
        found.append((mailing, figures, _left_by(mailing)))
    return found


def by_domain(*, since: datetime | None = None) -> list[Figures]:
    """Where our readers have their mailboxes: the domains with enough mails, the largest first."""
    moment = since or timezone.now() - PERIOD
    rows = (
        Delivery.objects.filter(
            intent_at__gte=moment, state__in=failures.GONE, subscriber__isnull=False
        )
        .exclude(subscriber__email="")
        .values_list("subscriber__email", "state")
        .annotate(count=Count("pk"))
        .order_by()
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for email, state, count in rows.iterator(chunk_size=2000):
        counts[email.rpartition("@")[2].lower()][state] += count
    figures = [_figures(domain, states) for domain, states in counts.items()]
    return sorted((one for one in figures if one.gone >= LEAST), key=lambda one: -one.gone)[:15]


def _figures(domain: str, states: Counter[str]) -> Figures:
    return Figures(
        name=domain,
        gone=sum(states.values()),
        delivered=states[DeliveryState.DELIVERED],
        bounces=states[DeliveryState.BOUNCED] + states[DeliveryState.REFUSED],
        complaints=states[DeliveryState.COMPLAINED],
    )


def _left_by(mailing: Mailing) -> int:
    """How many unsubscribed by a link of this mailing."""
    if mailing.started_at is None:
        return 0
    left = ConsentEvent.objects.filter(
        action=ConsentAction.WITHDRAWN,
        recorded_at__gte=mailing.started_at,
        reference__startswith="delivery ",
    ).values_list("reference", flat=True)
    numbers = [int(words.split()[1]) for words in left if words.split()[1].isdecimal()]
    copies = Delivery.objects.filter(mailing=mailing)
    steps = range(0, len(numbers), 500)
    return sum(copies.filter(Q(pk__in=numbers[step : step + 500])).count() for step in steps)
