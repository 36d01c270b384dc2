"""An import with errors, as a communications officer does it in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from practices.models import Cooperative, PracticePage
from tests.browsing import CHROMIUM_FLAGS, chromium_path
from tests.factories import AdminFactory, TerritoryFactory, make_hub
from tests.practices.importing.workbooks import cooperative, practice, workbook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
OURS = {"include": [[".imp"]]}


@pytest.fixture
def session(live_server: Any, settings: Any) -> str:
    settings.HUB_URL = live_server.url
    make_hub()
    TerritoryFactory()
    client = Client()
    client.force_login(AdminFactory(username="anna"))
    return client.cookies["sessionid"].value


@pytest.fixture
def page(session: str, live_server: Any) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        context = browser.new_context(locale="it-IT", viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        yield context.new_page()
        browser.close()


def complaints(page: Page) -> list[str]:
    page.locator(".imp").first.wait_for()  # a press on a link does not wait for the next page
    found = Axe().run(page, context=OURS, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def test_a_file_with_errors_is_reported_and_its_valid_rows_become_drafts(
    page: Page, live_server: Any, tmp_path: Path, django_db_blocker: Any, monkeypatch: Any
) -> None:
    file = tmp_path / "rete.xlsx"
    file.write_bytes(
        workbook(
            Cooperative=[cooperative(1), cooperative(2, Provincia="Ferara")],
            Pratiche=[practice(1, 1), practice(2, 2), practice(3, 1)],
        )
    )

    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("link", name="Importazioni").click()
    page.get_by_role("link", name="Cooperative e pratiche da un foglio di calcolo").click()
    assert complaints(page) == []
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Controlla il file").click()

    page.get_by_role("strong").filter(has_text="Controllata, nulla è ancora scritto").wait_for()
    table = page.get_by_role("table")
    assert "Intendevi «Ferrara»?" in table.inner_text()
    assert table.get_by_role("row").count() == 1 + 2
    assert complaints(page) == []

    page.get_by_role("button", name="Importa solo le 3 righe valide").click()
    page.get_by_role("strong").filter(has_text="Importata").wait_for()
    page.get_by_role("link", name="Tutte le righe").click()
    page.get_by_role("link", name="Pratica numero 3").click()
    page.locator("#id_title").wait_for()
    assert page.locator("#id_title").input_value() == "Pratica numero 3"

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with django_db_blocker.unblock():
        assert Cooperative.objects.count() == 1
        assert PracticePage.objects.filter(live=False).count() == 2


def test_a_file_of_another_kind_is_refused_beside_its_field(
    page: Page, live_server: Any, tmp_path: Path
) -> None:
    file = tmp_path / "rete.xlsx"
    file.write_bytes(b"%PDF-1.7")

    page.goto(f"{live_server.url}/admin/imports/new/practices/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Controlla il file").click()

    page.get_by_text("Questo è un file di tipo PDF.").wait_for()
    assert complaints(page) == []
