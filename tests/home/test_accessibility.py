"""Every kind of page in a real browser: the rules of WCAG that a machine can check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from practices.models import ClaimStatus, Consent
from practices.models import Testimony as Said  # pytest would take it for a test
from tests.browsing import CHROMIUM_FLAGS, chromium_path, fits
from tests.catalogue.factories import make_collection
from tests.factories import CooperativeFactory, HubSite, ImageFactory, make_hub

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESSES = [
    "/it/",
    "/en/",
    "/it/pratiche/",
    "/it/pratiche/?topic=nessuno",
    "/it/pratiche/orto/",
    "/it/bandi/",
    "/it/bandi/bando/",
    "/it/calendario/",
    "/it/calendario/?when=past",
    "/it/calendario/incontro/",
    "/it/calendario/percorso/",
    "/it/pagina/",
    "/it/cooperative/serra/scrivi/",
    "/it/cooperative/serra/scritto/",
    "/it/newsletter/modulo/",
    "/it/collezioni/cura/",
    "/en/collections/cura/",
    "/it/sviluppatori/",
    "/it/cerca/",
    "/it/cerca/?q=orto",
    "/it/cerca/?q=%00",
    "/it/niente/",
]
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
def browser(hub: HubSite) -> Iterator[Browser]:
    """Opened when the hub is filled and closed before it is emptied: both want the thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def hub(live_server: LiveServer, settings: Any) -> HubSite:
    """A hub with something of everything, long titles and missing pictures included."""
    settings.HUB_URL = live_server.url
    site = make_hub()
    for section in (site.practices, site.calls, site.events):
        section.show_in_menus = True
        section.save_revision().publish()
    now = timezone.now()
    image = ImageFactory()
    body = [
        ("heading", {"text": "Che cosa abbiamo imparato", "level": "2"}),
        (
            "text",
            "<p>Il giovedì si apre a <a href='https://example.org/'>tutto il quartiere</a>.</p>",
        ),
        ("quote", {"text": "Siamo rimasti per la tavola.", "author": "Una vicina"}),
        ("figures", {"figures": [{"value": "14", "label": "assunti"}], "source": "Nostra"}),
        ("picture", {"image": image, "caption": "La serra"}),
        ("gallery", {"title": "Una giornata", "pictures": [{"image": image, "caption": ""}] * 2}),
        ("call_to_action", {"title": "E voi?", "label": "Scrivete", "url": "https://example.org/"}),
        ("embed", {"title": "Filmato", "url": "https://video.example.org/1"}),
        ("related_entries", {"title": "", "pages": [site.calls]}),
    ]
    practice = site.practice(
        slug="orto",
        lead_cooperative=CooperativeFactory(
            slug="serra", claim_status=ClaimStatus.CLAIMED, public_email="serra@example.org"
        ),
        title="L’orto " * 9,
        lead_image=image,
        lead_image_alt="Un orto",
        body=body,
        need="Serviva un posto.",
        innovation="La chiave è di tutti.",
        what_did_not_work="I turni.",
    )
    Said.objects.create(
        practice=practice,
        text="Qui ho trovato un mestiere.",
        name="Lia",
        is_pseudonym=True,
        role="lavora nell’orto dal 2022",
        consent=Consent.GIVEN,
        consent_date=timezone.localdate(),
    )
    site.in_english(site.practices, title="Practices", slug="practices")
    call = site.call(slug="bando", closes_at=now + timedelta(hours=9))
    event = site.event(slug="incontro", status="cancelled", access_notes="Senza gradini")
    site.event(slug="passato", starts_at=now - timedelta(days=9))
    today = timezone.localdate()
    phases = [
        {"title": "Prima", "ends_date": today - timedelta(days=1), "audiences": [], "events": []},
        {"title": "Ora", "starts_date": today, "audiences": ["citizens"], "events": [event]},
        {"title": "Poi", "starts_date": today + timedelta(days=9), "audiences": [], "events": []},
    ]
    path = site.path(slug="percorso", phases=[("phase", phase) for phase in phases])
    sign_up = ("sign_up", {"title": "Per e-mail", "text": "Una volta al mese.", "topics": []})
    site.standard_page(slug="pagina", body=[*body, sign_up])
    site.home.featured_collection = make_collection((practice, "Nota."), call, path, slug="cura")
    site.home.save_revision().publish()
    return site


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def look(browser: Browser, address: str, **manner: Any) -> list[str]:
    """Open every page in a manner; say what is wrong with it."""
    context = browser.new_context(reduced_motion="reduce", **manner)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(f"console: {line.text}"))
    wrong: list[str] = []
    for path in ADDRESSES:
        page.goto(address + path)
        found = violations(page)
        if not fits(page):
            found.append("wider than the window")
        found += [line for line in complaints if "status of 404" not in line]
        complaints.clear()
        wrong += [f"{path} {manner} {one}" for one in found]
    context.close()
    return wrong


def test_no_page_breaks_a_rule_or_scrolls_sideways_or_is_refused_something(
    browser: Browser, live_server: LiveServer
):
    wrong = look(browser, live_server.url, color_scheme="light", viewport=DESKTOP)
    wrong += look(browser, live_server.url, color_scheme="dark", viewport=PHONE)
    assert wrong == []


@pytest.mark.parametrize("path", ["/it/cooperative/serra/scrivi/", "/it/newsletter/modulo/"])
def test_a_form_that_comes_back_with_mistakes_breaks_no_rule(
    browser: Browser, live_server: LiveServer, path: str
):
    page = browser.new_page(viewport=PHONE)
    page.goto(live_server.url + path)
    with page.expect_navigation():
        page.locator("form button[type=submit]").click()
    assert page.locator("[aria-invalid=true]").count()
    assert violations(page) == []
    assert fits(page)
    page.close()


def test_the_menu_of_a_phone_opens_without_a_script_and_closes_with_escape(
    browser: Browser, live_server: LiveServer
):
    for scripts in (False, True):
        context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(live_server.url + "/it/")
        link = page.locator(".site-nav a").first
        assert not link.is_visible()
        page.locator(".site-menu summary").click()
        assert link.is_visible()
        if scripts:
            page.keyboard.press("Escape")
            assert not link.is_visible()
        context.close()


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(
    browser: Browser, live_server: LiveServer
):
    page = browser.new_page(viewport=DESKTOP)
    page.goto(live_server.url + "/it/pratiche/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator(".site-nav a").first.focus()
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle") == "solid"
    assert float(page.evaluate(f"parseFloat({style}.outlineWidth)")) >= 2
    page.close()
