"""Registering in a real browser, without scripts; and what assistive programs find in the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Browser, Page, sync_playwright

from events import links
from events.models import EventPage
from tests.browsing import CHROMIUM_FLAGS, chromium_path, fits
from tests.events.guests import join, open_event
from tests.factories import build_hub

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def event(live_server: Any, settings: Any) -> EventPage:
    settings.HUB_URL = live_server.url
    return open_event(build_hub(), title="Tavolo", slug="tavolo", capacity=1)


@pytest.fixture
def browser(event: EventPage) -> Iterator[Browser]:
    """Opened when the database has been written: both want the thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


def register(page: Page, address: str, name: str, email: str) -> None:
    page.goto(address)
    page.locator(".registration-box a").click()
    page.get_by_label("Nome e cognome").fill(name)
    page.get_by_label("Indirizzo e-mail").fill(email)
    page.wait_for_timeout(2100)  # nobody types faster
    page.locator("form.signup-form button[type=submit]").click()
    assert "Controlla la posta" in page.locator("h1").inner_text()


def link_in(email: str, word: str) -> str:
    """The newest link of a kind in somebody's mails."""
    bodies = [str(message.body) for message in mail.outbox if message.to == [email]]
    found = re.findall(rf"http://\S+/incontri/{word}/\S+", bodies[-1])
    assert found, bodies[-1]
    return str(found[0])


def test_from_the_last_seat_to_the_waiting_list_and_back(
    live_server: Any, event: EventPage, browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False, locale="it").new_page()
    address = f"{live_server.url}/it/calendario/tavolo/"

    register(page, address, "Anna Bianchi", "anna@example.org")
    page.goto(link_in("anna@example.org", "conferma"))
    page.get_by_role("button", name="Conferma").click()
    assert page.locator("h1").inner_text() == "Hai un posto"

    page.goto(address)
    assert "Mettiti in lista d’attesa" in page.locator(".registration-box").inner_text()
    register(page, address, "Ugo Neri", "ugo@example.org")
    page.goto(link_in("ugo@example.org", "conferma"))
    page.get_by_role("button", name="Conferma").click()
    assert page.locator("h1").inner_text() == "Sei in lista d’attesa"
    assert "numero 1" in page.locator("main").inner_text()

    page.goto(link_in("anna@example.org", "la-mia-iscrizione"))
    page.get_by_role("button", name="Annulla la mia iscrizione").click()
    assert page.locator("h1").inner_text() == "La tua iscrizione è annullata"
    page.goto(link_in("ugo@example.org", "la-mia-iscrizione"))
    assert page.locator("h1").inner_text() == "Hai un posto"


def complaints(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    wrong = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
    if not fits(page):
        wrong.append("wider than the window")
    return wrong


@pytest.fixture
def own_pages(live_server: Any, event: EventPage) -> list[str]:
    """Pages with everything in them; made before the browser takes the thread."""
    guest, waiting = join(event, access_needs="Una rampa"), join(event)
    own = links.own_url(guest)
    return [
        f"{live_server.url}{event.url}",
        links.registration_address(event) or "",
        own,
        f"{own}i-tuoi-dati/",
        links.own_url(waiting),
    ]


@pytest.mark.parametrize("width", [360, 1200])
def test_the_pages_can_be_used_by_everybody(
    own_pages: list[str], browser: Browser, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    for address in own_pages:
        page.goto(address)
        assert complaints(page) == [], address
