"""What an editor is told about a text."""

import pytest

from core.content_checks import (
    Level,
    check_headings,
    check_link_words,
    check_picture,
    check_summary,
)
from practices.models import PracticePage

pytestmark = pytest.mark.django_db
LONG = "<p>" + "Si coltiva insieme. " * 200 + "</p>"


def page(**fields) -> PracticePage:
    return PracticePage(title="Orti sui tetti", **fields)


def levels(check, **fields) -> list[Level]:
    return [finding.level for finding in check(page(**fields))]


def link(words: str) -> list[tuple[str, str]]:
    return [("text", f'<p>Testo <a href="https://example.org/">{words}</a></p>')]


def test_a_good_summary_is_left_in_peace():
    assert levels(check_summary, summary="Sui tetti della scuola si coltiva. " * 3) == []


def test_a_short_summary_and_one_that_repeats_the_title():
    assert levels(check_summary, summary="Si coltiva.") == [Level.ADVICE]
    assert Level.PROBLEM in levels(check_summary, summary="Orti sui tetti.")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Tre persone attorno a un tavolo", []),
        ("", [Level.PROBLEM]),
        ("IMG_2041.jpg", [Level.PROBLEM]),
        ("Foto di tre persone", [Level.ADVICE]),
        ("Orti sui tetti", [Level.ADVICE]),
    ],
)
def test_the_words_of_the_main_picture(words, found):
    assert levels(check_picture, lead_image_id=1, lead_image_alt=words) == found


def test_a_page_without_a_picture_needs_no_words():
    assert levels(check_picture) == []


@pytest.mark.parametrize("words", ["qui", "Clicca qui", "leggi tutto »", "click here", "link:"])
def test_words_that_do_not_say_where_a_link_leads(words):
    assert levels(check_link_words, body=link(words)) == [Level.PROBLEM]


def test_a_link_without_words_and_one_that_is_an_address():
    assert levels(check_link_words, body=link(" ")) == [Level.PROBLEM]
    assert levels(check_link_words, body=link("https://example.org/")) == [Level.ADVICE]


def test_a_link_that_says_it():
    assert levels(check_link_words, body=link("Il regolamento dell’orto")) == []


def heading(level: str) -> tuple[str, dict[str, str]]:
    return ("heading", {"text": "Titolo", "level": level})


def test_a_subsection_needs_a_section():
    assert levels(check_headings, body=[heading("3")]) == [Level.PROBLEM]
    assert levels(check_headings, body=[heading("2"), heading("3"), heading("2")]) == []


def test_a_long_text_asks_for_headings():
    assert levels(check_headings, body=[("text", LONG)]) == [Level.ADVICE]
    assert levels(check_headings, body=[heading("2"), ("text", LONG)]) == []
