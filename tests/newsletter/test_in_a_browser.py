"""The mail and the archive in a real browser: contrast in light and dark, widths, headings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from newsletter import rendering
from tests.browsing import CHROMIUM_FLAGS, chromium_path, fits
from tests.factories import HubSite, ImageFactory, make_hub
from tests.newsletter.issues import (
    block,
    collection_block,
    entries,
    lead_story,
    make_collection,
    make_issue,
    picture,
    text,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDTHS = (360, 640)


def everything(hub: HubSite) -> list[dict[str, Any]]:
    """A block of every kind, items with and without pictures and dates."""
    forno = hub.practice(
        title="Il forno del paese: centoquaranta soci per non restare senza pane",
        lead_image=ImageFactory(),
        lead_image_alt="Un forno",
    )
    incontro, bando = hub.event(title="Tre case aperte"), hub.call(title="Abitare insieme")
    return [
        text(
            '<h2>Care</h2><p>Lettrici, <a href="https://example.org/">qui</a>.</p><ul><li>a</li></ul>'
        ),
        lead_story(forno),
        entries(forno, incontro, bando, hub.path(title="Copparo"), hub.practice(), title="Titolo"),
        block("quote", {"text": "Il pane si freddava.", "author": "La presidente"}),
        collection_block(make_collection(hub, forno, notes=("Una nota.",), intro="Sei storie.")),
        picture(ImageFactory(credit="Nora"), caption="Il mercato del giovedì."),
        block("divider", None),
        block(
            "call_to_action",
            {"title": "E tu?", "text": "Scrivi.", "label": "Rispondi", "page": bando.pk, "url": ""},
        ),
    ]


@pytest.fixture
def mail(db: None, hub_site: HubSite) -> str:
    return rendering.render(make_issue(hub_site, *everything(hub_site))).html


@pytest.fixture
def archive(live_server: Any, settings: Any) -> str:
    settings.HUB_URL = live_server.url
    hub = make_hub()
    page = make_issue(hub, *everything(hub), slug="numero")
    return f"{live_server.url}{page.get_url()}"


def opened() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def mail_browser(mail: str) -> Iterator[Browser]:
    """Opened when the database has been read: both want the thread."""
    yield from opened()


@pytest.fixture
def archive_browser(archive: str) -> Iterator[Browser]:
    yield from opened()


def complaints(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    wrong = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
    if not fits(page):
        wrong.append("wider than the window")
    return wrong


Scheme = Literal["light", "dark"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mail_can_be_read_in_every_width_by_day_and_by_night(
    mail: str, mail_browser: Browser, scheme: Scheme
):
    for width in WIDTHS:
        page = mail_browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.route("**/*", lambda route: route.abort())
        page.set_content(mail, wait_until="domcontentloaded")

        assert complaints(page) == [], f"{width} {scheme}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_archive_can_be_read_in_every_width_by_day_and_by_night(
    archive: str, archive_browser: Browser, scheme: Scheme
):
    for width in WIDTHS:
        page = archive_browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        )
        page.goto(archive)

        assert complaints(page) == [], f"{width} {scheme}"
