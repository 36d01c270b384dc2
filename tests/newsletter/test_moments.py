from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from newsletter.moments import local_moment

# In 2027 clocks go forward on 28 March at two, and back on 31 October at three.
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def test_an_ordinary_hour_is_italian_time():
    assert local_moment(date(2027, 1, 10), time(9)).astimezone(UTC) == datetime(
        2027, 1, 10, 8, tzinfo=UTC
    )
    assert local_moment(date(2027, 7, 10), time(9)).astimezone(UTC) == datetime(
        2027, 7, 10, 7, tzinfo=UTC
    )


@pytest.mark.parametrize("hour", [time(2), time(2, 30), time(2, 59)])
def test_the_hour_that_spring_leaves_out_is_refused_and_named(hour):
    with pytest.raises(ValidationError) as error:
        local_moment(SPRING, hour)

    assert error.value.code == "missing"
    assert "28 marzo" in error.value.messages[0]


@pytest.mark.parametrize(("hour", "utc"), [(time(1, 59), time(0, 59)), (time(3), time(1))])
def test_the_hours_around_it_are_plain(hour, utc):
    expected = datetime.combine(date(2027, 3, 28), utc, tzinfo=UTC)
    assert local_moment(SPRING, hour).astimezone(UTC) == expected


def test_the_hour_that_autumn_has_twice_is_asked_about():
    with pytest.raises(ValidationError) as error:
        local_moment(AUTUMN, time(2, 30))

    assert error.value.code == "twice"
    first = local_moment(AUTUMN, time(2, 30), is_second=False)
    second = local_moment(AUTUMN, time(2, 30), is_second=True)
    assert first.astimezone(UTC) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert second.astimezone(UTC) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
