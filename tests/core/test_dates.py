"""Days inside a sentence."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from core import dates


@pytest.mark.parametrize(
    ("day", "on", "since", "until"),
    [
        (1, "il 1 novembre 2026", "dal 1 novembre 2026", "fino al 1 novembre 2026"),
        (8, "l’8 novembre 2026", "dall’8 novembre 2026", "fino all’8 novembre 2026"),
        (9, "il 9 novembre 2026", "dal 9 novembre 2026", "fino al 9 novembre 2026"),
        (11, "l’11 novembre 2026", "dall’11 novembre 2026", "fino all’11 novembre 2026"),
        (18, "il 18 novembre 2026", "dal 18 novembre 2026", "fino al 18 novembre 2026"),
        (28, "il 28 novembre 2026", "dal 28 novembre 2026", "fino al 28 novembre 2026"),
    ],
)
def test_in_italian_the_article_follows_the_number(
    day: int, on: str, since: str, until: str
) -> None:
    found = date(2026, 11, day)

    assert [dates.said(word, found) for word in ("on", "since", "until")] == [on, since, until]


def test_in_english_nothing_changes() -> None:
    with translation.override("en"):
        for day in (8, 9, 11):
            assert dates.said("on", date(2026, 11, day)) == f"on {day} November 2026"
            assert dates.said("since", date(2026, 11, day)) == f"since {day} November 2026"
            assert dates.said("until", date(2026, 11, day)) == f"until {day} November 2026"


def test_a_period_has_two_days() -> None:
    first, last = date(2026, 11, 8), date(2026, 12, 11)

    assert dates.said("from", first) == "dall’8 novembre 2026"
    assert dates.said("to", last) == "all’11 dicembre 2026"
    with translation.override("en"):
        assert dates.said("from", first) == "from 8 November 2026"


def test_a_moment_is_told_on_the_clock_in_italy() -> None:
    late = datetime(2026, 11, 7, 23, 30, tzinfo=UTC)

    assert dates.said("on", late) == "l’8 novembre 2026"
    assert dates.said("on", late, dates.MOMENT).startswith("l’08/11/2026")
    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert dates.said("on", noon, dates.MOMENT).startswith("il 18/11/")
