"""Somebody follows a path and leaves it again, with the keyboard, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from newsletter import telling
from newsletter.models import Following
from tests.browsing import CHROMIUM_FLAGS, chromium_path
from tests.factories import make_hub
from tests.newsletter.followers import make_path, rest_and_write, tell
from tests.newsletter.readers import last_mail, link_in, work

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    settings.HUB_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def browser(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # The driver keeps a loop in this thread, in which the test also reads the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


def test_following_a_path_and_leaving_it(address: str, browser: Browser) -> None:
    path = make_path(make_hub())
    page = browser.new_context(locale="it-IT", viewport={"width": 360, "height": 740}).new_page()

    page.goto(f"{address}{path.get_url()}")
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.get_by_label("Indirizzo e-mail").first.fill("anna@example.org")
    page.wait_for_timeout(2100)  # the form wants a person's pace
    page.keyboard.press("Enter")
    page.wait_for_url("**/controlla-la-posta/")
    work()

    page.goto(f"{address}{link_in(last_mail(), '/newsletter/')}")
    assert not Following.objects.exists()
    page.get_by_role("button", name="Sì, voglio seguirla").press("Enter")
    page.get_by_role("heading", name="Segui questa pagina").wait_for()
    assert Axe().run(page, options=RULES).response["violations"] == []
    row = Following.objects.get()

    tell(path, "Primo incontro")
    assert rest_and_write(path) is not None
    assert telling.send_due() == 1
    page.goto(f"{address}{link_in(last_mail(), '/newsletter/')}")
    page.get_by_role("button", name="Smetti di seguire").press("Enter")
    page.get_by_role("heading", name="Non segui più questa pagina").wait_for()

    row.refresh_from_db()
    assert row.ended_at is not None
