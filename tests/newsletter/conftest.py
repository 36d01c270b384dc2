"""Digests and their hours."""

from datetime import timedelta

import pytest
import time_machine

from newsletter.models import DigestPlan, Frequency
from tests.newsletter.digest_runs import FIRST
from tests.newsletter.issues import FakeProvider


@pytest.fixture
def clock():
    with time_machine.travel(FIRST - timedelta(days=3), tick=False) as one:
        yield one


@pytest.fixture
def plan(clock):
    return DigestPlan.objects.create(frequency=Frequency.WEEKLY, is_on=True)


@pytest.fixture
def server(monkeypatch):
    provider = FakeProvider()
    monkeypatch.setattr("newsletter.sending.open_provider", lambda: provider)
    return provider
