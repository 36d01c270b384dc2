"""Choosing several of many by typing some letters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.utils import translation
from playwright.sync_api import Page, sync_playwright

from core.picking import PickingSelect
from tests.browsing import CHROMIUM_FLAGS, chromium_path

SCRIPT = Path(settings.BASE_DIR) / "core/static/core/picking.js"
REGIONS = [("Emilia-Romagna", [("1", "Ferrara (FE)"), ("2", "Forlì-Cesena (FC)")])]
PLACES = [("0", "Italia"), *REGIONS, ("3", "Valle d’Aosta")]


class PlacesForm(forms.Form):
    places = forms.MultipleChoiceField(choices=PLACES, widget=PickingSelect, label="Places")


def test_without_a_script_it_is_the_list_of_the_browser() -> None:
    html = str(PlacesForm({"places": ["1"]})["places"])
    assert html.startswith("<select")
    assert "multiple" in html
    assert '<option value="1" selected>' in html


def test_a_form_brings_the_script_along() -> None:
    assert "core/picking.js" in str(PlacesForm().media)


@pytest.fixture
def page() -> Iterator[Page]:
    """The form in a browser, with Ferrara chosen."""
    with translation.override("en"):
        form = PlacesForm({"places": ["1"]}).as_div()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        opened = browser.new_page()
        opened.set_content(f"<form>{form}</form>")
        opened.add_script_tag(path=SCRIPT)
        yield opened
        browser.close()


def chosen(page: Page) -> list[str]:
    """What the form would send."""
    sent: list[str] = page.evaluate("new FormData(document.querySelector('form')).getAll('places')")
    return sent


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("forli", ["Forlì-Cesena (FC) Emilia-Romagna"]),
        ("emilia", ["Forlì-Cesena (FC) Emilia-Romagna"]),
        ("d'aosta", ["Valle d’Aosta"]),
        ("xyz", []),
    ],
)
def test_letters_find_names_and_regions_without_accents(
    page: Page, typed: str, offered: list[str]
) -> None:
    page.get_by_role("searchbox").fill(typed)
    assert page.locator(".picking-add").all_inner_texts() == offered
    assert bool(page.locator(".picking-status").inner_text()) is not bool(offered)


@pytest.mark.browser
def test_one_is_added_by_the_keyboard_and_taken_away_by_its_button(page: Page) -> None:
    page.get_by_role("searchbox").fill("valle")
    page.keyboard.press("Enter")
    assert chosen(page) == ["1", "3"]
    assert page.locator(".picking-one").count() == 2

    page.get_by_role("button", name="Remove Ferrara (FE)").click()
    assert chosen(page) == ["3"]


@pytest.mark.browser
def test_enter_on_nothing_typed_neither_chooses_nor_sends(page: Page) -> None:
    page.get_by_role("searchbox").click()
    page.keyboard.press("Enter")
    assert chosen(page) == ["1"]
