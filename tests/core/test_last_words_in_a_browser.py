"""Whoever saves the moment after the last key has lost nothing, tried in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from practices.models import PracticePage
from tests.browsing import CHROMIUM_FLAGS, chromium_path
from tests.factories import AdminFactory, make_hub

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT = 60_000  # milliseconds: a busy machine takes its time
FIELD = "[data-contentpath=what_we_do] .public-DraftEditor-content"


@pytest.fixture
def practice(live_server: Any, settings: Any) -> PracticePage:
    settings.HUB_URL = live_server.url
    person = AdminFactory(username="marta")
    person.set_password("marta")
    person.save()
    page: PracticePage = make_hub().practice(title="Orti sui tetti", what_we_do="<p>Si semina.</p>")
    return page


@pytest.fixture
def browser(practice: PracticePage) -> Iterator[Browser]:
    """Opened when the database has been written: both want the thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


def test_words_typed_a_moment_before_saving_by_key_are_saved(
    live_server: Any, practice: PracticePage, browser: Browser
) -> None:
    editor = browser.new_context(locale="it-IT").new_page()
    editor.set_default_timeout(WAIT)
    editor.goto(f"{live_server.url}/admin/login/")
    editor.fill("input[name=username]", "marta")
    editor.fill("input[name=password]", "marta")
    editor.press("input[name=password]", "Enter")
    editor.wait_for_url("**/admin/")
    editor.goto(f"{live_server.url}/admin/pages/{practice.pk}/edit/")
    editor.locator(FIELD).click()
    editor.keyboard.press("Control+End")
    editor.keyboard.type(" Poi si raccoglie.")

    with editor.expect_navigation():
        editor.keyboard.press("Control+s")

    expect(editor.locator(FIELD)).to_have_text("Si semina. Poi si raccoglie.", timeout=WAIT)
