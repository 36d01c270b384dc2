from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsletter.quiet import quiet_until

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture(autouse=True)
def night(settings):
    settings.HUB_QUIET_HOURS = (time(22), time(7))


def rome(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, *, fold: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ROME, fold=fold)


def test_by_day_nothing_is_quiet(settings):
    assert quiet_until(rome(2027, 1, 10, 7)) is None
    assert quiet_until(rome(2027, 1, 10, 21, 59)) is None
    settings.HUB_QUIET_HOURS = None
    assert quiet_until(rome(2027, 1, 10, 23)) is None


def test_the_night_ends_on_the_next_morning():
    assert quiet_until(rome(2027, 1, 10, 22)) == rome(2027, 1, 11, 7)
    assert quiet_until(rome(2027, 1, 11, 6, 59)) == rome(2027, 1, 11, 7)


def test_hours_within_a_day(settings):
    settings.HUB_QUIET_HOURS = (time(13), time(15))

    assert quiet_until(rome(2027, 1, 10, 14)) == rome(2027, 1, 10, 15)
    assert quiet_until(rome(2027, 1, 10, 15)) is None


@pytest.mark.parametrize(
    ("evening", "hours"),
    [((2027, 3, 27, 23), 7), ((2027, 10, 30, 23), 9), ((2027, 6, 10, 23), 8)],
)
def test_the_night_is_an_hour_shorter_in_spring_and_longer_in_autumn(evening, hours):
    begin = rome(*evening)
    end = quiet_until(begin)

    assert end is not None
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=hours)


def test_an_end_that_spring_leaves_out_is_the_moment_of_the_jump(settings):
    settings.HUB_QUIET_HOURS = (time(23), time(2, 30))

    end = quiet_until(rome(2027, 3, 28, 1))

    assert end is not None
    assert end.astimezone(UTC) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_an_end_that_autumn_has_twice_is_kept_both_times(settings):
    settings.HUB_QUIET_HOURS = (time(23), time(2, 30))

    for fold in (0, 1):
        end = quiet_until(rome(2027, 10, 31, 2, 15, fold=fold))
        assert end is not None
        assert end.astimezone(UTC) == datetime(2027, 10, 31, fold, 30, tzinfo=UTC)
