"""How much a practice tells, as a number."""

import pytest

from practices.completeness import ITEMS, most_useful, score
from practices.models import PracticePage
from practices.recording import record_of
from tests.factories import HubSite
from tests.practices.full import full_practice, piece

pytestmark = pytest.mark.django_db


def test_the_weights_make_a_hundred() -> None:
    assert sum(item.weight for item in ITEMS) == 100


def test_nothing_told_is_nothing_and_what_is_told_counts() -> None:
    page = PracticePage()

    assert score(page) == 0
    page.need = "Stavano soli."
    page.evidence_level = 0
    assert score(page) == 8


def test_saying_openly_that_failure_is_not_told_counts_as_told() -> None:
    assert score(PracticePage(prefers_not_to_say=True)) == 6


def test_what_weighs_most_is_asked_first() -> None:
    assert [item.name for item in most_useful(PracticePage())] == [
        "building_blocks",
        "what_we_do",
        "outcomes",
    ]


def test_a_draft_keeps_its_number_up_to_date(hub_site: HubSite) -> None:
    page = hub_site.practice(publish=False)
    before = record_of(page).completeness
    page.building_blocks = [("block", piece())]
    page.save_revision()

    assert record_of(page).completeness == before + 12
    assert page in PracticePage.objects.low_completeness()


def test_a_full_practice_tells_more_than_half(hub_site: HubSite) -> None:
    assert record_of(hub_site.practice(**full_practice())).completeness > 50
