"""The examples of the developers' page, run as they are shown against a hub that is alive."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer
from wagtail.models import PageViewRestriction

from catalogue.models import CuratedCollection, Epoch
from core.models import Topic
from home.examples import EXAMPLES, EXAMPLES_DIR, PLACEHOLDER
from newsletter.models import ConsentChannel, ReaderRequest
from tests.browsing import CHROMIUM_FLAGS, chromium_path
from tests.catalogue.factories import make_collection, put
from tests.factories import HubSite, TopicFactory, make_hub

HOSTILE = "<script>alert(1)</script> & “virgolette”"
# What WordPress brings along, as far as the example needs it.
WORDPRESS = """<?php
const MINUTE_IN_SECONDS = 60;
function add_shortcode($name, $code) { $GLOBALS['code'] = $code; }
function shortcode_atts($known, $given) { return array_merge($known, $given); }
function get_transient($name) { return false; }
function set_transient($name, $value, $seconds) { return true; }
function wp_remote_get($address, $options) { return file_get_contents($address); }
function wp_remote_retrieve_response_code($answer) { return $answer === false ? 500 : 200; }
function wp_remote_retrieve_body($answer) { return $answer; }
function esc_url($text) { return htmlspecialchars($text); }
function esc_html($text) { return htmlspecialchars($text); }
require $argv[1];
echo $GLOBALS['code'](['topic' => 'agricoltura', 'limit' => 5]);
"""


@pytest.fixture
def hub(live_server: LiveServer, settings: Any) -> HubSite:
    """A hub that answers at its own address, with two practices and a collection."""
    settings.HUB_URL = live_server.url
    site = make_hub()
    farming = TopicFactory(name="Agricoltura", slug="agricoltura")
    orchard = site.practice(title="Orto", slug="orto", topics=[farming])
    bakery = site.practice(title=HOSTILE, slug="forno")
    make_collection(orchard, bakery, slug="da-dove-cominciare")
    return site


@pytest.fixture
def shown(hub: HubSite, settings: Any) -> dict[str, str]:
    """The examples as a reader copies them from the page."""
    with urllib.request.urlopen(f"{settings.HUB_URL}/it/sviluppatori/") as answer:
        page = BeautifulSoup(answer.read().decode(), "html.parser")
    return {str(code["data-example"]): code.text for code in page.select("code[data-example]")}


@contextmanager
def http_server(folder: Path) -> Iterator[str]:
    """Another site: a server of its own, for as long as it is needed."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def run(*command: str | Path, text: str = "") -> str:
    done = subprocess.run(
        [str(part) for part in command],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page_shows_every_file_and_calls_this_hub(shown: dict[str, str], settings: Any):
    files = {path.name: path.read_text() for path in EXAMPLES_DIR.iterdir() if path.is_file()}
    assert shown.keys() == files.keys() == {example.name for example in EXAMPLES}
    for name, text in files.items():
        assert shown[name] == text.replace(PLACEHOLDER, settings.HUB_URL)
        assert PLACEHOLDER in text


def test_the_first_call_answers_with_practices(shown: dict[str, str]):
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    answer = json.loads(run("sh", "-e", text=shown["first_call.sh"]))
    assert {item["title"] for item in answer["items"]} == {"Orto", HOSTILE}


def test_the_python_example_reads_a_topic(shown: dict[str, str], tmp_path: Path):
    script = tmp_path / "practices.py"
    script.write_text(shown["practices.py"])
    assert run(sys.executable, script, "agricoltura").startswith("Orto | Ferrara | http://")
    assert len(run(sys.executable, script).splitlines()) == 2


def test_the_javascript_example_reads_practices(shown: dict[str, str], tmp_path: Path):
    if not shutil.which("node"):
        pytest.skip("Node.js is not installed")
    script = tmp_path / "practices.js"
    script.write_text(shown["practices.js"])
    assert "Orto http://" in run("node", script)


def test_the_wordpress_example_writes_a_list_that_no_title_breaks(
    shown: dict[str, str], hub: HubSite, tmp_path: Path
):
    if not shutil.which("php"):
        pytest.skip("PHP is not installed")
    farming = Topic.objects.get(slug="agricoltura")
    hub.practice(title=HOSTILE, topics=[farming])
    (tmp_path / "plugin.php").write_text(shown["practices.php"])
    (tmp_path / "wordpress.php").write_text(WORDPRESS)
    page = BeautifulSoup(
        run("php", tmp_path / "wordpress.php", tmp_path / "plugin.php"), "html.parser"
    )
    assert [link.text for link in page.select("ul > li > a[href^=http]")] == [HOSTILE, "Orto"]
    assert page.select("script") == []


def test_the_feeds_that_are_shown_exist(shown: dict[str, str]):
    page = BeautifulSoup(shown["feeds.html"], "html.parser")
    links = page.select("[href]")
    assert len(links) == 3
    for link in links:
        with urllib.request.urlopen(str(link["href"])) as answer:
            assert answer.headers["Content-Type"].split(";")[0] == link.get("type", "text/calendar")


@pytest.mark.browser
@pytest.mark.slow
def test_the_forms_of_the_newsletter_work_on_another_site(
    shown: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # The driver keeps a loop in this thread, in which the test also reads the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    own = re.search(r"<form.*?</form>", shown["sign_up.js"].replace("\n// ", " "), re.DOTALL)
    assert own is not None
    site = tmp_path / "index.html"
    script = f"<script>{shown['sign_up.js']}</script>"
    site.write_text(
        f'<!doctype html><html lang="it">{shown["embed.html"]}{own.group()}{script}</html>'
    )
    with http_server(tmp_path) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        page = browser.new_page()
        page.goto(address)
        page.locator(
            "#newsletter [data-wording]", has_text="newsletter nominata qui sopra"
        ).wait_for()
        frame = page.frame_locator("#hub-newsletter")
        frame.get_by_label("Indirizzo e-mail").fill("cornice@example.org")
        page.locator("#newsletter [name=email]").fill("proprio@example.org")
        page.wait_for_timeout(2100)  # the forms want a person's pace

        frame.get_by_role("button", name="Iscrivimi").click()
        frame.get_by_role("heading", name="Controlla la posta").wait_for()
        page.locator("#newsletter button").click()
        page.get_by_text("Check your inbox.").wait_for()

        tall = page.locator("#hub-newsletter").bounding_box()
        inside = frame.locator("html").bounding_box()
        assert tall
        assert inside
        assert abs(tall["height"] - inside["height"]) < 3
        assert page.context.cookies() == []
        browser.close()
    found = {row.channel for row in ReaderRequest.objects.all()}
    assert found == {ConsentChannel.EMBED, ConsentChannel.API}


class Mirror:
    """A partner who runs the mirror's script over one folder, again and again."""

    def __init__(self, script: str, place: Path) -> None:
        self.script = place / "mirror.py"
        self.script.write_text(script)
        self.folder = place / "folder"

    def run(self, collection: str = "da-dove-cominciare") -> None:
        run(sys.executable, self.script, collection, self.folder)

    @property
    def titles(self) -> set[str]:
        return {item["entry"]["title"] for item in self.items}

    @property
    def items(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_text()) for path in self.folder.glob("*.json")]

    @property
    def cursor(self) -> str:
        return (self.folder / "next.txt").read_text()


@pytest.fixture
def mirror(shown: dict[str, str], tmp_path: Path) -> Mirror:
    return Mirror(shown["mirror.py"], tmp_path)


def test_the_mirror_stays_in_step_while_things_are_published_edited_and_withdrawn(
    mirror: Mirror, hub: HubSite
):
    mirror.run()
    assert mirror.titles == {"Orto", HOSTILE}

    orchard = hub.practices.get_children().get(slug="orto").specific
    orchard.title = "Orto grande"
    orchard.save_revision().publish()
    mirror.run()
    assert mirror.titles == {"Orto grande", HOSTILE}

    orchard.unpublish()
    mirror.run()
    assert mirror.titles == {HOSTILE}

    orchard.save_revision().publish()
    mirror.run()
    assert mirror.titles == {"Orto grande", HOSTILE}

    PageViewRestriction.objects.create(page=orchard, restriction_type="login")
    mirror.run()
    assert mirror.titles == {HOSTILE}


def test_the_mirror_follows_the_curator(mirror: Mirror, hub: HubSite):
    mirror.run()
    collection = CuratedCollection.objects.get(slug="da-dove-cominciare")
    laundry = hub.practice(title="Lavanderia")
    orchard = hub.practices.get_children().get(slug="orto").specific
    put(collection, (laundry, "Da leggere per prima."), orchard)
    mirror.run()
    found = {item["entry"]["title"]: item for item in mirror.items}
    assert found.keys() == {"Lavanderia", "Orto"}
    assert (found["Lavanderia"]["position"], found["Orto"]["position"]) == (1, 2)
    assert found["Lavanderia"]["note"] == "Da leggere per prima."


def test_a_run_with_nothing_new_changes_nothing(mirror: Mirror):
    mirror.run()
    before = {path.name: path.stat().st_mtime_ns for path in mirror.folder.glob("*.json")}
    cursor = mirror.cursor
    mirror.run()
    assert {path.name: path.stat().st_mtime_ns for path in mirror.folder.glob("*.json")} == before
    assert mirror.cursor == cursor


def test_a_first_run_that_was_cut_short_is_done_again(mirror: Mirror):
    mirror.folder.mkdir()
    stale = mirror.folder / "0d9e9a55-0000-4000-8000-000000000000.json"
    stale.write_text("{}")
    mirror.run()
    assert not stale.exists()
    assert mirror.titles == {"Orto", HOSTILE}


def test_after_the_log_has_begun_anew_the_mirror_reads_everything_again(mirror: Mirror):
    mirror.run()
    stale = mirror.folder / "0d9e9a55-0000-4000-8000-000000000000.json"
    stale.write_text("{}")
    Epoch.objects.all().delete()
    Epoch.objects.create()
    mirror.run()
    assert not stale.exists()
    assert mirror.titles == {"Orto", HOSTILE}


def test_the_mirror_of_a_closed_collection_is_empty(mirror: Mirror):
    mirror.run()
    collection = CuratedCollection.objects.get(slug="da-dove-cominciare")
    collection.is_public = False
    collection.save()
    mirror.run()
    assert mirror.items == []
    mirror.run()
    assert mirror.items == []
