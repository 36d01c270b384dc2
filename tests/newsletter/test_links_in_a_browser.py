"""Mail scanners open every link, with scripts, at once and again days later: nothing may change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core import mail
from playwright.sync_api import Page, Route, sync_playwright

from newsletter import digests, pulsing, signup, steering, telling
from newsletter.models import DigestPlan, Frequency, Subscriber, SubscriberState
from tests.browsing import CHROMIUM_FLAGS, chromium_path
from tests.factories import HubSite, make_hub
from tests.newsletter.followers import follows, make_path, rest_and_write, tell
from tests.newsletter.issues import (
    FakeProvider,
    catalogued,
    entries,
    lead_story,
    make_issue,
    parsed,
    part,
)
from tests.newsletter.readers import SubscriberFactory, asked, confirmed, work

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A Monday, nine o'clock in Rome: the weekly digest is due.
MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
WAITS = (timedelta(0), timedelta(seconds=1), timedelta(days=3))
LINK = re.compile(r"""https?://[^\s"'<>()]+""")
# Written by whoever runs the test, not by a visitor of a link.
NOT_STATE = {"sessions.session"}

Rows = dict[str, list[dict[str, Any]]]


def every_row() -> Rows:
    """All rows of all tables, so that no change can hide."""
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.managed and model._meta.label_lower not in NOT_STATE
    }


def changed(before: Rows, after: Rows) -> list[str]:
    return [table for table, rows in after.items() if rows != before[table]]


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(MONDAY - timedelta(days=1), tick=True) as one:
        yield one


@pytest.fixture
def address(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(settings, "HUB_URL", live_server.url)
    return str(live_server.url)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    one = FakeProvider()
    monkeypatch.setattr("newsletter.sending.open_provider", lambda: one)
    return one


def write_to_readers(hub: HubSite, provider: FakeProvider, clock: Any) -> list[str]:
    """Send one of each mail a reader may get; the links in them, each once."""
    confirmed("anna@example.org")  # a confirmation and a welcome
    asked("piero@example.org")  # a confirmation that still waits
    follow_news(hub)
    send_issue(hub)
    send_digest(hub, clock)
    signup.ask_for_link(email="anna@example.org", language="it")
    work()
    texts = []
    for message in [*(parsed(one.message().as_bytes()) for one in mail.outbox), *provider.taken]:
        headers = " ".join(value for name, value in message.items() if "List" in name)
        texts.append(f"{part(message, 'plain')} {part(message, 'html')} {headers}")
    found = {unescape(link).rstrip(".,;") for text in texts for link in LINK.findall(text)}
    return sorted(link for link in found if link.startswith(settings.HUB_URL))


def follow_news(hub: HubSite) -> None:
    path = make_path(hub)
    follows(path, "zoe@example.org")
    tell(path)
    rest_and_write(path)
    assert telling.send_due() == 1


def send_issue(hub: HubSite) -> None:
    forno, bando = hub.practice(title="Il forno"), hub.call(title="Abitare insieme")
    mailing = steering.freeze(page=make_issue(hub, lead_story(forno), entries(bando)))
    steering.start(mailing_id=mailing.pk, confirmed=mailing.planned)
    pulsing.pulse()


def send_digest(hub: HubSite, clock: Any) -> None:
    DigestPlan.objects.create(frequency=Frequency.WEEKLY, is_on=True)
    SubscriberFactory(
        email="ugo@example.org",
        frequency=Frequency.WEEKLY,
        confirmed_at=MONDAY - timedelta(days=400),
    )
    catalogued(hub.event(title="Tre case aperte"))
    clock.move_to(MONDAY)
    digests.make_due()
    pulsing.pulse()


def only_ours(url: str) -> Any:
    """Let a browser reach the hub and nobody else."""

    def answer(route: Route) -> None:
        if route.request.url.startswith(url):
            route.continue_()
        else:
            route.abort()

    return answer


def open_as_a_scanner(page: Page, link: str) -> int:
    """Load the page with everything in it, and run its scripts."""
    answer = page.goto(link, wait_until="load")
    assert answer is not None
    return answer.status


def test_opening_every_link_of_every_mail_changes_nothing(
    address: str,
    provider: FakeProvider,
    clock: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The driver keeps a loop in this thread, in which the test also reads the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    links = write_to_readers(make_hub(), provider, clock)
    assert {str(one["To"]) for one in provider.taken} == {"anna@example.org", "ugo@example.org"}
    assert len(links) > 15
    before = every_row()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        for wait in WAITS:
            clock.shift(wait)
            page = browser.new_context(locale="it-IT").new_page()
            page.route("**/*", only_ours(address))
            assert {link: open_as_a_scanner(page, link) for link in links} == dict.fromkeys(
                links, 200
            )
            assert changed(before, every_row()) == [], f"after {wait}"
        browser.close()

    piero = Subscriber.objects.get(email="piero@example.org")
    assert piero.state == SubscriberState.PENDING
