"""How many forms are taken in from one network, and altogether."""

from __future__ import annotations

from core import budgeting
from core.budgeting import DAY, HOUR
from core.networks import network_of
from events.models.registration import RegistrationBudget

# A town hall or a school behind one address fits into the network's share.
NETWORK_SHARES = ((HOUR, 30), (DAY, 90))
HUB_SHARES = ((HOUR, 600), (DAY, 3000))


def take_request(*, address: str) -> None:
    """Count a form that came from an IP address. Raises core.budgeting.TooManyRequests."""
    budgeting.take(
        RegistrationBudget,
        network=network_of(address),
        purpose="events",
        network_shares=NETWORK_SHARES,
        hub_shares=HUB_SHARES,
    )


def forget_requests() -> int:
    """Delete counts whose time is over, and with them every trace of a network."""
    return budgeting.forget(RegistrationBudget)
