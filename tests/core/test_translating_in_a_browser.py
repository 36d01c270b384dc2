"""A page is translated in a real browser, text by text, as staff do it; a visitor then reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from practices.models import PracticePage
from tests.browsing import CHROMIUM_FLAGS, chromium_path
from tests.factories import AdminFactory, make_hub

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT = 60_000  # milliseconds: a busy machine takes its time
TITLE, SUMMARY, WORDS = "Orti sui tetti", "Si coltiva in alto.", "Comincia da una porta."
IN_ENGLISH = {
    TITLE: "Roof gardens",
    SUMMARY: "Growing food up high.",
    "Si semina.": "They sow.",
}


@pytest.fixture
def practice(live_server: Any, settings: Any) -> PracticePage:
    settings.HUB_URL = live_server.url
    hub = make_hub()
    hub.in_english(hub.practices, title="Practices", slug="practices")
    person = AdminFactory(username="marta")
    person.set_password("marta")
    person.save()
    page: PracticePage = hub.practice(
        title=TITLE, slug="orti", summary=SUMMARY, body=[("text", f"<p>{WORDS}</p>")]
    )
    return page


@pytest.fixture
def browser(practice: PracticePage) -> Iterator[Browser]:
    """Opened when the database has been written: both want the thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


def opened(browser: Browser) -> Page:
    page = browser.new_context(
        locale="it-IT", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.set_default_timeout(WAIT)
    page.set_default_navigation_timeout(WAIT)
    return page


def log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/login/")
    page.fill("input[name=username]", "marta")
    page.fill("input[name=password]", "marta")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def segment(page: Page, text: str) -> Locator:
    """What the editor shows of one text: the original, its translation, the buttons."""
    rows = page.locator("li.incomplete, li.complete, li.errored")
    return rows.filter(has=page.get_by_text(text, exact=True))


def translate(page: Page, text: str, words: str) -> None:
    """Write one translation; come back when the hub has kept it."""
    row = segment(page, text)
    row.get_by_role("button", name="Traduci").click()
    row.locator("textarea").fill(words)
    with page.expect_response(lambda answer: answer.request.method == "PUT") as kept:
        row.get_by_role("button", name="Salva").click()
    assert kept.value.ok
    expect(row.get_by_role("button", name="Modifica")).to_be_visible(timeout=WAIT)


def publish(page: Page) -> Locator:
    """Press the button that publishes; give what the hub says to it."""
    with page.expect_navigation():
        page.locator("button[value=publish]").click()
    return page.locator(".messages")


def alternates(page: Page) -> dict[str, str]:
    """The addresses that the head of a page gives for each language."""
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries(Array.from(document.querySelectorAll('link[hreflang]'),"
        " (link) => [link.hreflang, link.href]))"
    )
    return found


def test_a_practice_is_translated_text_by_text_and_read_in_both_languages(
    live_server: Any, practice: PracticePage, browser: Browser
) -> None:
    italian = f"{live_server.url}/it/pratiche/orti/"
    english = f"{live_server.url}/en/practices/roof-gardens/"
    editor, visitor = opened(browser), opened(browser)
    log_in(editor, live_server.url)
    editor.goto(f"{live_server.url}/admin/pages/{practice.pk}/edit/")
    editor.locator("header .w-dropdown__toggle").click()
    editor.get_by_role("link", name="Traduci questa pagina").click()
    editor.get_by_label("Inglese").check()
    editor.locator("main form input[type=submit]").click()

    for text, words in IN_ENGLISH.items():
        translate(editor, text, words)
    editor.get_by_role("tab", name="Indirizzo e motori di ricerca").click()
    translate(editor, "orti", "roof-gardens")
    expect(publish(editor)).to_contain_text("1 testo è da tradurre", timeout=WAIT)

    answer = visitor.goto(english)
    assert answer is not None
    assert answer.status == 404
    visitor.goto(italian)
    assert "en" not in alternates(visitor)
    # What was typed is still there; only what was left out is missing.
    expect(segment(editor, TITLE)).to_contain_text("Roof gardens", timeout=WAIT)
    expect(editor.locator("li.incomplete")).to_have_count(1)

    translate(editor, WORDS, "It begins with a door.")
    expect(publish(editor)).to_contain_text("Pubblicato", timeout=WAIT)

    visitor.goto(italian)
    addresses = alternates(visitor)
    assert (addresses["it"], addresses["en"]) == (italian, english)
    visitor.locator(".site-tools a[hreflang=en]").click()
    visitor.wait_for_url(english)
    assert alternates(visitor) == addresses
    assert visitor.locator("html").get_attribute("lang") == "en"
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Roof gardens")
    for words in (*IN_ENGLISH.values(), "It begins with a door."):
        expect(visitor.locator("main")).to_contain_text(words)
    assert WORDS not in visitor.locator("main").inner_text()
    visitor.locator(".site-tools a[hreflang=it]").click()
    visitor.wait_for_url(italian)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(visitor.locator("main")).to_contain_text(WORDS)
