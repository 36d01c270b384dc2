"""The editors' screens in a real browser: the rules of WCAG that a machine can check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browsing import CHROMIUM_FLAGS, chromium_path, fits
from tests.factories import AdminFactory, HubSite, make_hub

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def browser(hub: HubSite) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def hub(live_server: LiveServer, settings: Any) -> HubSite:
    """A hub where something waits."""
    settings.HUB_URL = live_server.url
    site = make_hub()
    now = timezone.now()
    site.call(title="Muta", opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=2))
    site.practice(title="Orti sui tetti", slug="orti")
    person = AdminFactory(username="marta")
    person.set_password("marta")
    person.save()
    return site


def log_in(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="it-IT").new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{address}/admin/login/")
    page.fill("input[name=username]", "marta")
    page.fill("input[name=password]", "marta")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return page


def violations(page: Page, part: str) -> list[str]:
    found = Axe().run(page, context=part, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_what_waits_can_be_read_and_reached_by_everybody(
    hub: HubSite, live_server: LiveServer, browser: Browser
):
    page = log_in(browser, live_server.url)
    page.locator(".desk-waiting").first.wait_for()
    assert violations(page, ".w-dashboard") == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert fits(page, ".desk-waiting")
    page.get_by_role("link", name="Scrivi i risultati").first.click()
    page.wait_for_url("**/edit/")

    page.goto(f"{live_server.url}/admin/reports/coverage/")
    assert violations(page, "main table") == []
