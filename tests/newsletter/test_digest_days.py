from datetime import UTC, date, datetime, time

import pytest

from newsletter import digest_days
from newsletter.models import DigestPlan, Frequency


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 12, 1, 7, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 12, 1, 8, 0, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2027, 1, 31, 8, 0, tzinfo=UTC), date(2027, 1, 1)),
        # Summer time: nine in Rome is seven in UTC.
        (datetime(2027, 7, 1, 7, 0, tzinfo=UTC), date(2027, 7, 1)),
    ],
)
def test_the_day_of_a_monthly_digest(at, day):
    plan = DigestPlan(
        frequency=Frequency.MONTHLY,
        is_on=True,
        month_day=1,
        hour=time(9),
        on_since=datetime(2020, 1, 1, tzinfo=UTC),
    )

    assert digest_days.due_day(plan, at) == day
