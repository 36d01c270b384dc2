"""Words for what the templates show."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.utils import translation

from home.templatetags import wording


@pytest.mark.parametrize(
    ("language", "words"),
    [("it", "martedì 24 novembre 2026"), ("en", "Tuesday 24 November 2026")],
)
def test_days_are_written_as_they_stand_in_a_sentence(language: str, words: str):
    with translation.override(language):
        assert wording.long_day(date(2026, 11, 24)) == words


def test_moments_are_told_in_italian_time():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert wording.long_date(late) == "25 novembre 2026"
    assert wording.month(late) == "novembre 2026"
    assert wording.long_day(None) == ""


@pytest.mark.parametrize(
    ("card", "line"),
    [
        ({"place": "Copparo", "territories": [{"label": "Ferrara"}]}, "Copparo, Ferrara"),
        ({"place": "Ferrara", "territories": [{"label": "Ferrara"}]}, "Ferrara"),
        ({"venue": "Sala", "territories": []}, "Sala"),
        ({"territories": [{"label": "Ferrara"}, {"label": "Lecce"}]}, "Ferrara, Lecce"),
        ({}, ""),
    ],
)
def test_places_are_named_once(card: dict, line: str):
    assert wording.place_line(card) == line


@pytest.mark.parametrize(
    ("states", "code", "label"),
    [
        ({"a": "active"}, "active", "Going on now"),
        ({"a": "done", "b": "active"}, "done", "Done"),
        ({"a": ""}, "undated", ""),
        ({}, "undated", ""),
    ],
)
def test_the_state_of_a_phase_has_a_word(states: dict[str, str], code: str, label: str):
    with translation.override("en"):
        shown = wording.phase_state(SimpleNamespace(id="a"), states)

        assert (shown["code"], str(shown["label"])) == (code, label)


def test_long_lists_show_the_first_the_last_and_the_pages_around():
    page, gap = Paginator(range(200), 10).page(10), str(Paginator.ELLIPSIS)
    assert wording.page_range(page) == [1, gap, 9, 10, 11, gap, 20]


def test_languages_are_named_in_the_readers_language():
    with translation.override("en"):
        assert wording.in_language("it") == "In Italian"
    assert wording.in_language("en") == "In inglese"
    assert wording.language_noun("it") == "italiano"


def test_an_unknown_kind_is_shown_as_it_is():
    assert wording.kind_name("thing") == "thing"


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (SimpleNamespace(description="Un orto"), "Un orto"),
        (SimpleNamespace(description="Un orto", contextual_alt_text="Tre filari"), "Tre filari"),
        (SimpleNamespace(description="Un orto", decorative=True), ""),
    ],
)
def test_a_picture_is_described_for_its_place(image: SimpleNamespace, words: str):
    assert wording.alt_text(image) == words
