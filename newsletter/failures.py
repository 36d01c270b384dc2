"""How much of an issue came back or was called spam, and how much is too much.

Limits as large mailbox providers name them for bulk senders: complaints must stay under 0.3 %
(Gmail's sender guidelines) and are worth a look from 0.1 %; more than 2 % that come back is the
sign of a list that was not asked. A few cases in a small sending prove nothing: see `AT_LEAST`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from newsletter import transitions
from newsletter.models import Delivery, DeliveryState

LIMITS = {"bounces": 0.02, "complaints": 0.001}
AT_LEAST = {"bounces": 5, "complaints": 2}
# What counts as handed over.
GONE = (*transitions.ACCOUNTS["accepted"], DeliveryState.REFUSED, DeliveryState.UNCERTAIN)
# Refused for the sake of the mailbox, not of what was said (RFC 3463: 5.1.x, 5.2.1), or by
# words alone.
NO_SUCH_MAILBOX = (
    Q(reason__startswith="550 5.1.") | Q(reason="550 5.2.1") | Q(reason__startswith="mailbox ")
)


@dataclass(frozen=True, slots=True)
class Failures:
    """What became of the copies that were handed over."""

    gone: int
    bounces: int
    complaints: int

    def since(self, known: dict[str, int]) -> Failures:
        """Without those that a person knew of when they went on."""
        return Failures(
            self.gone - known.get("gone", 0),
            self.bounces - known.get("bounces", 0),
            self.complaints - known.get("complaints", 0),
        )

    def as_known(self) -> dict[str, int]:
        """To be kept with the mailing."""
        return {"gone": self.gone, "bounces": self.bounces, "complaints": self.complaints}

    def excess(self) -> str:
        """Why the sending has to stop: a code such as "bounces 2.4"; "" where it need not."""
        for name in ("complaints", "bounces"):
            count: int = getattr(self, name)
            if self.gone and count >= AT_LEAST[name] and count / self.gone > LIMITS[name]:
                return f"{name} {100 * count / self.gone:.1f}"
        return ""


def count(mailing_id: int) -> Failures:
    """Count what came back and what was called spam."""
    copies = Delivery.objects.filter(mailing_id=mailing_id)
    bounced = Q(state=DeliveryState.BOUNCED) | Q(NO_SUCH_MAILBOX, state=DeliveryState.REFUSED)
    counts = copies.aggregate(
        gone=Count("pk", filter=Q(state__in=GONE)),
        bounces=Count("pk", filter=bounced),
        complaints=Count("pk", filter=Q(state=DeliveryState.COMPLAINED)),
    )
    return Failures(**counts)
