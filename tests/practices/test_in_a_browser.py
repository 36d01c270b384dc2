"""A cooperative claims its record in a real browser, without scripts and with the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Browser, Page, sync_playwright

from core import posting
from practices.models import ClaimStatus, Cooperative, Proposal
from tests.browsing import CHROMIUM_FLAGS, chromium_path
from tests.factories import CooperativeFactory, make_hub

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def alfa(live_server: Any, settings: Any) -> Cooperative:
    settings.HUB_URL = live_server.url
    make_hub()
    return CooperativeFactory(
        name="Alfa",
        slug="alfa",
        website="https://alfa.example.org",
        summary="Cura orti.",
        disadvantage_groups=["prison"],
        workers_band="10-49",
        workers_year=2025,
    )


@pytest.fixture
def browser(alfa: Cooperative) -> Iterator[Browser]:
    """Opened when the database has been written: both want the thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


def found_wrong(page: Page) -> list[str]:
    results = Axe().run(page, options=RULES)
    return [one["id"] for one in results.response["violations"]]


def test_from_the_public_page_to_a_proposal(
    live_server: Any, alfa: Cooperative, browser: Browser, monkeypatch: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/it/cooperative/")
    page.get_by_role("link", name="Alfa").click()
    page.get_by_role("link", name="È la tua cooperativa?").click()
    page.get_by_label("Il tuo indirizzo e-mail nella cooperativa").fill("maria@alfa.example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/richiesta/")
    assert "Controlla la posta" in page.locator("h1").inner_text()

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    posting.send_due()
    [message] = mail.outbox
    [address] = re.findall(r"http://\S+/conferma/\S+", str(message.body))

    page.goto(address)
    assert "Alfa" in page.locator("h1").inner_text()
    page.get_by_role("button", name="Sì, me ne prendo cura").click()
    page.wait_for_url("**/scheda/**")
    page.get_by_label("Telefono").fill("0532 123456")
    page.get_by_role("button", name="Proponi queste modifiche").click()
    assert "Grazie" in page.locator("h1").inner_text()

    page.goto(address)
    assert "già stato usato" in page.locator("h1").inner_text()
    alfa.refresh_from_db()
    assert (alfa.claim_status, alfa.phone) == (ClaimStatus.CLAIMED, "")
    assert Proposal.objects.waiting().get().changes.get().after == "0532 123456"


def test_the_pages_are_accessible(live_server: Any, alfa: Cooperative, browser: Browser) -> None:
    page = browser.new_page()
    for path in (
        "/it/cooperative/",
        "/en/cooperatives/alfa/",
        "/it/cooperative/alfa/prendersi-cura/",
        "/it/la-mia-cooperativa/richiesta/",
        "/it/la-mia-cooperativa/conferma/",
    ):
        page.goto(live_server.url + path)
        assert found_wrong(page) == [], path
