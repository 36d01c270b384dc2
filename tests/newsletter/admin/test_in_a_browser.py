"""The newsletter's screens in the admin in a real browser: WCAG's rules, counts that follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from newsletter.models import Segment, Subscriber
from tests.browsing import CHROMIUM_FLAGS, chromium_path, fits
from tests.factories import AdminFactory, TopicFactory, make_hub
from tests.newsletter.followers import follows, make_path
from tests.newsletter.importing.lists import bring, line
from tests.newsletter.issues import make_issue
from tests.newsletter.readers import SubscriberFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=360, height=740)
WAIT = 60_000  # milliseconds: a busy machine takes its time


@dataclass
class Screens:
    """Where the screens are."""

    login: str
    recipients: str
    group: str
    proofs: list[str]
    issue: str


@pytest.fixture
def screens(live_server: Any, settings: Any) -> Screens:
    """An issue, a group and a reader with everything that the screens can show."""
    settings.HUB_URL = live_server.url
    hub = make_hub()
    person = AdminFactory(username="marta")
    person.set_password("marta")
    person.save()
    care = TopicFactory(slug="cura", name="Cura")
    path = make_path(hub, title="Il mulino di Valchiara")
    bring(line("bruna"))
    provers = [follows(path).subscriber, Subscriber.objects.get(email="bruna@example.org")]
    SubscriberFactory(email="nome.molto-lungo.della.segreteria@posta.cooperative.example.org")
    SubscriberFactory(email="ferma@example.org", state="paused")
    group = Segment.objects.create(name="Cura")
    group.topics.set([care])
    issue = make_issue(hub, title="Chi tiene aperto", summary="Sei storie.")

    def address(name: str, *arguments: object) -> str:
        return f"{live_server.url}{reverse(name, args=arguments)}"

    return Screens(
        login=address("wagtailadmin_login"),
        recipients=address("newsletter_admin:recipients", issue.pk),
        group=address("wagtailsnippets_newsletter_segment:edit", group.pk),
        proofs=[
            address("wagtailsnippets_newsletter_subscriber:proof", reader.pk) for reader in provers
        ],
        issue=address("wagtailadmin_pages:edit", issue.pk),
    )


@pytest.fixture
def page(screens: Screens) -> Iterator[Page]:
    """Somebody of the staff, logged in; opened when the database has been written."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        yield logged_in(browser, screens)
        browser.close()


def logged_in(browser: Browser, screens: Screens) -> Page:
    context = browser.new_context(locale="it-IT", viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(screens.login)
    page.fill("input[name=username]", "marta")
    page.fill("input[name=password]", "marta")
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return page


def violations(page: Page, part: str) -> list[str]:
    found = Axe().run(page, context=part, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def test_the_list_of_recipients_can_be_read_by_everybody(screens: Screens, page: Page) -> None:
    page.goto(screens.recipients)
    expect(page.locator("#listing-results")).to_contain_text("ferma@example.org", timeout=WAIT)
    assert violations(page, "#listing-results .nl-above-list") == []
    assert violations(page, "#listing-results table") == []
    page.set_viewport_size(PHONE)
    assert fits(page, ".nl-above-list")


def test_a_group_of_readers_can_be_described_by_everybody(screens: Screens, page: Page) -> None:
    page.goto(screens.group)
    expect(page.locator("#w-editor-form")).to_contain_text("persone", timeout=WAIT)
    assert violations(page, "#w-editor-form") == []
    page.set_viewport_size(PHONE)
    assert fits(page, "#w-editor-form")


def test_the_sheet_that_proves_consent_can_be_read_by_everybody(
    screens: Screens, page: Page
) -> None:
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for address in screens.proofs:
            page.goto(address)
            expect(page.locator("main section")).not_to_have_count(0, timeout=WAIT)
            assert violations(page, "html") == []
            assert fits(page)


def test_the_counts_of_subject_and_preheader_follow_what_is_typed(
    screens: Screens, page: Page
) -> None:
    page.goto(screens.issue)
    page.context.set_offline(True)  # counting needs no answer, and nothing is to be saved here

    shows(page, "subject", "Vuoto: vale il titolo. 16 caratteri: i telefoni lo mostrano tutto.")
    page.locator("#id_title").press_sequentially("!")
    shows(page, "subject", "Vuoto: vale il titolo. 17 caratteri: i telefoni lo mostrano tutto.")
    subject = page.locator("#id_subject")
    subject.press_sequentially("Pane è")
    shows(page, "subject", "6 caratteri: i telefoni lo mostrano tutto.")
    subject.fill("a" * 41)
    shows(page, "subject", "41 caratteri: i telefoni ne mostrano all’incirca i primi 40.")
    subject.press_sequentially("a" * 20)
    shows(page, "subject", "61 caratteri: troppo lungo", step=2)

    start = (
        "Vuoto: vale il sommario. 11 caratteri: quasi tutti i programmi di posta la mostrano tutta."
    )
    shows(page, "preheader", start)
    preheader = page.locator("#id_preheader")
    preheader.press_sequentially("Sei")
    shows(page, "preheader", "3 caratteri: quasi tutti i programmi di posta la mostrano tutta.")
    preheader.fill("b" * 91)
    shows(page, "preheader", "91 caratteri: molti programmi di posta ne mostrano")
    preheader.fill("b" * 131)
    shows(page, "preheader", "131 caratteri: la fine non si vede quasi mai.", step=2)
    preheader.fill("")
    shows(page, "preheader", start)


def shows(page: Page, name: str, words: str, step: int | None = None) -> None:
    """Wait until the line below a field begins with words, and looks like a step."""
    begins = re.compile("^" + re.escape(words))
    line = page.locator(f"#id_{name}-count")
    expect(line).to_have_text(begins, timeout=WAIT)
    if step is not None:
        expect(line).to_have_attribute("data-step", str(step), timeout=WAIT)
    expect(page.locator(f"#id_{name}")).to_have_attribute(
        "aria-describedby", re.compile(rf"\bid_{name}-count\b"), timeout=WAIT
    )
