"""What is kept of where a request came from."""

from __future__ import annotations

import pytest
import time_machine

from core import networks


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_neighbours_share_a_network(address, network):
    assert networks.network_of(address) == network


def test_a_network_has_another_hash_every_day_and_for_every_purpose():
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        first = networks.hash_for_today("192.0.2.0/24", purpose="events")
        same = networks.hash_for_today("192.0.2.0/24", purpose="events")
        elsewhere = networks.hash_for_today("192.0.2.0/24", purpose="newsletter")
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        tomorrow = networks.hash_for_today("192.0.2.0/24", purpose="events")

    assert first == same
    assert len({first, elsewhere, tomorrow}) == 3
