"""The whole main job, walked through by its three kinds of people in a real browser.

Staff publish a practice, put it into a collection, compose an issue from it and send it; a
visitor signs up, confirms, gets the issue, unsubscribes; a partner sees the entry, then its
tombstone. Server, worker and mail server are processes of their own, and mail is real SMTP.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.hub.processes import wait_until
from tests.walking import RunningHub, running_browser, running_hub

TITLE = "La merenda sul ponte"
ISSUE = "Si apre una porta"
WAIT = 30_000  # milliseconds: a busy machine takes its time
COLLECTION = "Da dove cominciare"
READER = "vera.nuova@example.org"

pytestmark = [pytest.mark.browser, pytest.mark.minutes, pytest.mark.slow]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("walk")) as hub:
        yield hub


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser


def _person(browser: Browser) -> Page:
    """Somebody with a browser of their own, who reads Italian."""
    page = browser.new_context(locale="it-IT").new_page()
    page.set_default_timeout(WAIT)
    return page


def _read(hub: RunningHub, path: str) -> Any:
    """What a partner's program gets."""
    address = path if path.startswith("http") else f"{hub.url}{path}"
    with urllib.request.urlopen(address, timeout=20) as answer:
        return json.load(answer)


def _follow(hub: RunningHub, address: str) -> tuple[list[dict[str, Any]], str]:
    """Follow the changes to their end; give them and the address to come back to."""
    items: list[dict[str, Any]] = []
    while True:
        page = _read(hub, address)
        items += page["items"]
        address = page["next"]
        if not page["has_more"]:
            return items, address


def _log_in(staff: Page, hub: RunningHub) -> None:
    staff.goto(f"{hub.url}/admin/login/")
    staff.fill("input[name=username]", "redazione")
    staff.fill("input[name=password]", "redazione")
    staff.press("input[name=password]", "Enter")
    staff.wait_for_url("**/admin/")


def _publish(staff: Page) -> None:
    staff.locator("footer [data-w-dropdown-target=toggle]").click()
    staff.get_by_role("button", name="Pubblica").click()
    expect(staff.locator(".messages .success")).to_be_visible(timeout=WAIT)


def _publish_practice(staff: Page, hub: RunningHub) -> None:
    section = hub.page_id("practices.PracticeIndexPage")
    staff.goto(f"{hub.url}/admin/pages/add/practices/practicepage/{section}/")
    staff.fill("#id_title", TITLE)
    staff.fill("#id_summary", "Ogni venerdì il ponte chiude alle auto e apre ai bambini.")
    _press(staff.locator("#id_lead_cooperative-chooser button[data-chooser-action-choose]"))
    _press(staff.locator(".modal a[data-chooser-modal-choice]"))
    expect(staff.locator(".modal")).to_have_count(0, timeout=WAIT)
    staff.fill("#id_place", "Ponte di mezzo")
    staff.fill("#id_started_year", "2024")
    staff.locator("[data-contentpath=what_we_do] .public-DraftEditor-content").click()
    staff.keyboard.type("Si apparecchia sul ponte, e chi passa si siede.")
    staff.get_by_role("tab", name="Temi e territori").click()
    staff.locator("#id_topics input[type=checkbox]").first.check()
    staff.select_option("#id_territories", index=0)
    _publish(staff)


def _press(part: Locator) -> None:
    """Press the first of some parts without aiming: what slides into its place, or has just been
    exchanged for newer results, is missed by a mouse as fast as this one."""
    part.first.dispatch_event("click")


def _choose_page(staff: Page) -> None:
    """Search for the practice in the window that is open, and take it."""
    staff.fill(".modal #id_q", TITLE)
    _press(staff.locator(".modal a.choose-page").filter(has_text=TITLE))
    expect(staff.locator(".modal")).to_have_count(0, timeout=WAIT)


def _add_to_collection(staff: Page, hub: RunningHub) -> None:
    staff.goto(f"{hub.url}/admin/snippets/catalogue/curatedcollection/")
    staff.get_by_role("link", name=COLLECTION, exact=True).first.click()
    number = staff.locator("input[name=items-TOTAL_FORMS]").input_value()
    staff.click("#id_items-ADD")
    _press(staff.locator(f"#id_items-{number}-page-chooser button[data-chooser-action-choose]"))
    _choose_page(staff)
    staff.fill(f"#id_items-{number}-note", "Perché comincia da una merenda.")
    staff.locator("footer button[type=submit]").first.click()
    expect(staff.locator(".messages .success")).to_be_visible(timeout=WAIT)


def _compose_and_send(staff: Page, hub: RunningHub) -> None:
    section = hub.page_id("newsletter.NewsletterIndexPage")
    staff.goto(f"{hub.url}/admin/pages/add/newsletter/issuepage/{section}/")
    staff.fill("#id_title", ISSUE)
    staff.fill("#id_summary", "Un numero nato per camminare fino in fondo.")
    staff.locator(".c-sf-add-button").first.click()
    staff.get_by_role("option", name="Pagine dell’hub").click()
    # The form has other choosers, which are there before the new block is.
    _press(staff.locator("[data-streamfield-child] button[data-chooser-action-choose]"))
    _choose_page(staff)
    _publish(staff)
    staff.get_by_role("link", name=ISSUE).first.click()
    number = re.search(r"/pages/(\d+)/", staff.url)
    assert number
    staff.goto(f"{hub.url}/admin/newsletter/issues/{number[1]}/")
    staff.get_by_role("button", name=re.compile("^Congela")).click()
    staff.get_by_role("button", name=re.compile("^Invia")).click()
    expect(staff.locator(".messages .success")).to_be_visible(timeout=WAIT)


def _link(mail: EmailMessage, word: str) -> str:
    """The first address in the text of a mail that has a word in its path."""
    body = mail.get_body(("plain",))
    assert body
    found = re.search(rf"https?://\S*{word}\S*", body.get_content())
    assert found, body.get_content()
    return found[0]


def _sign_up(visitor: Page, hub: RunningHub) -> None:
    visitor.goto(f"{hub.url}/it/newsletter/iscrizione/")
    visitor.fill("input[type=email]", READER)
    visitor.wait_for_timeout(2_500)  # a form that comes back at once was filled in by a program
    visitor.get_by_role("button", name="Iscrivi").click()
    wait_until(lambda: len(hub.mails_to(READER)) == 1)
    confirmation = hub.mails_to(READER)[0]
    visitor.goto(_link(confirmation, "conferma"))
    visitor.get_by_role("button", name="Conferma").click()
    expect(visitor.get_by_role("heading", level=1)).to_be_visible(timeout=WAIT)


def _issue_mails(hub: RunningHub, address: str) -> list[EmailMessage]:
    return [mail for mail in hub.mails_to(address) if mail["Subject"] == ISSUE]


def test_from_the_editors_desk_to_the_reader_and_the_partner(
    hub: RunningHub, browser: Browser
) -> None:
    staff, visitor = _person(browser), _person(browser)

    # The partner has followed the collection up to now.
    before, followed = _follow(hub, "/api/v1/collections/da-dove-cominciare/changes/?language=it")
    assert TITLE not in {item["entry"]["title"] for item in before}

    # A visitor signs up and confirms.
    _sign_up(visitor, hub)

    # Staff publish, curate, compose, send.
    _log_in(staff, hub)
    _publish_practice(staff, hub)
    wait_until(lambda: _is_found(hub))
    _add_to_collection(staff, hub)
    _compose_and_send(staff, hub)

    # The partner is told once, with the curator's note.
    news, followed = _follow(hub, followed)
    assert [item["entry"]["title"] for item in news] == [TITLE]
    uid = news[0]["uid"]

    # The visitor gets the issue once, with the practice and the way out.
    wait_until(lambda: bool(_issue_mails(hub, READER)))
    (issue,) = _issue_mails(hub, READER)
    assert issue["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert TITLE in issue.get_body(("plain",)).get_content()
    assert TITLE in issue.get_body(("html",)).get_content()

    # The visitor leaves by the button behind the link.
    visitor.goto(_link(issue, "(?:annulla|disiscri|unsubscribe)"))
    visitor.get_by_role("main").get_by_role("button").first.click()
    wait_until(lambda: _subscriber_state(hub) == "unsubscribed")

    # Staff withdraw the practice; the partner gets the tombstone.
    _unpublish(staff, hub)
    news, _end = _follow(hub, followed)
    assert [(item["uid"], item["verb"]) for item in news] == [(uid, "leave")]
    with pytest.raises(urllib.error.HTTPError) as gone:
        _read(hub, f"/api/v1/entries/{uid}/")
    assert gone.value.code == 410


def _is_found(hub: RunningHub) -> bool:
    """Whether the worker has put the new page into the index that choosers search."""
    look = f"from wagtail.models import Page; print(len(Page.objects.autocomplete({TITLE!r})))"
    return hub.manage("shell", "--verbosity", "0", "-c", look).split()[-1] != "0"


def _subscriber_state(hub: RunningHub) -> str:
    look = (
        "from newsletter.models import Subscriber; "
        f"print(Subscriber.objects.get(email={READER!r}).state)"
    )
    return hub.manage("shell", "--verbosity", "0", "-c", look).split()[-1]


def _unpublish(staff: Page, hub: RunningHub) -> None:
    staff.goto(f"{hub.url}/admin/pages/search/?q=merenda")
    staff.get_by_role("link", name=TITLE).first.click()
    number = re.search(r"/pages/(\d+)/", staff.url)
    assert number
    staff.goto(f"{hub.url}/admin/pages/{number[1]}/unpublish/")
    staff.get_by_role("button", name=re.compile("^S[iì]")).click()
    expect(staff.locator(".messages .success")).to_be_visible(timeout=WAIT)
