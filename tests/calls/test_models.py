"""The state of a call follows from its dates, also when the clocks change."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from calls.models import CallState
from tests.factories import HubSite

ROME = ZoneInfo("Europe/Rome")
OPENS = datetime(2026, 9, 1, 9, 0, tzinfo=ROME)
# The night after this deadline's eve has 25 hours: clocks go back on 25 October 2026.
CLOSES = datetime(2026, 10, 26, 12, 0, tzinfo=ROME)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (OPENS - timedelta(seconds=1), CallState.ANNOUNCED),
        (OPENS, CallState.OPEN),
        (datetime(2026, 10, 23, 12, 59, tzinfo=ROME), CallState.OPEN),
        (datetime(2026, 10, 23, 13, 1, tzinfo=ROME), CallState.CLOSING),
        (CLOSES - timedelta(seconds=1), CallState.CLOSING),
        (CLOSES, CallState.CLOSED),
    ],
)
def test_the_state_follows_from_the_dates(
    hub_site: HubSite, at: datetime, state: CallState
) -> None:
    call = hub_site.call(opens_at=OPENS, closes_at=CLOSES)

    assert call.state(at) is state


def test_a_closed_call_with_results_says_so(hub_site: HubSite) -> None:
    call = hub_site.call(opens_at=OPENS, closes_at=CLOSES, results="Scelti dodici progetti.")

    assert call.state(CLOSES) is CallState.RESULTS


def test_a_call_cannot_close_before_it_opens(hub_site: HubSite) -> None:
    with pytest.raises(ValidationError) as refusal:
        hub_site.call(opens_at=CLOSES, closes_at=OPENS)

    assert list(refusal.value.message_dict) == ["closes_at"]


@pytest.mark.parametrize("code", ["a", "minuscolo", "TROPPOLUNGO26", "CON SPAZI"])
def test_a_code_is_short_and_in_capitals(hub_site: HubSite, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        hub_site.call(code=code)

    assert list(refusal.value.message_dict) == ["code"]
