"""Looking whether an address answers: on a real server, and never at one inside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core import looking, public_addresses
from core.looking import Answer, look

AGENT = "CoopHub-links/1.0 (+https://hub.example)"


class Site(BaseHTTPRequestHandler):
    """Answers by what its address says."""

    seen: list[tuple[str, str, str]] = []

    def answer(self) -> None:
        self.seen.append((self.command, self.path, self.headers["User-Agent"]))
        if self.path.startswith("/moved"):
            target = self.path.removeprefix("/moved")
            self.send_response(301)
            self.send_header("Location", target or "/moved")
        elif self.path == "/only-get" and self.command == "HEAD":
            self.send_response(405)
        elif self.path == "/gone":
            self.send_response(404)
        else:
            self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site on this machine, for once counted among the public ones."""
    Site.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(looking, "PORTS", {"http": server.server_port})
    monkeypatch.setattr(public_addresses, "is_public", lambda address: address == "127.0.0.1")
    yield f"http://site.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def test_a_page_that_is_there_is_fine(site):
    answer = look(f"{site}/", agent=AGENT, resolver=here)
    assert answer == Answer(200)
    assert answer.is_fine
    assert Site.seen == [("HEAD", "/", AGENT)]


def test_where_head_is_not_understood_get_is_tried(site):
    assert look(f"{site}/only-get", agent=AGENT, resolver=here).is_fine
    assert [method for method, *_rest in Site.seen] == ["HEAD", "GET"]


def test_a_page_that_is_gone_is_not_fine(site):
    answer = look(f"{site}/gone", agent=AGENT, resolver=here)
    assert answer.status == 404
    assert not answer.is_fine


def test_redirects_are_followed_but_not_for_ever(site):
    assert look(f"{site}/moved/there", agent=AGENT, resolver=here).is_fine
    circle = look(f"{site}/moved", agent=AGENT, resolver=here)
    assert circle.reason == "too many redirects"
    assert not circle.is_fine


def test_a_redirect_to_a_machine_inside_is_not_followed(site):
    def resolver(host: str, _port: int) -> list[str]:
        return ["127.0.0.1"] if host == "site.example" else ["10.0.0.1"]

    port = site.rpartition(":")[2]
    answer = look(f"{site}/movedhttp://inside.example:{port}/", agent=AGENT, resolver=resolver)
    assert answer.reason == "not public"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://site.example:22/",
        "http://user:secret@site.example/",
        "file:///etc/passwd",
        "ftp://site.example/",
        "http:///nothing",
        "http://site.example:port/",
    ],
)
def test_what_may_not_be_asked_is_not_asked(url):
    assert not look(url, agent=AGENT).is_fine


def test_letters_beyond_ascii_are_encoded(site):
    assert look(f"{site}/perché?q=è", agent=AGENT, resolver=here).is_fine
    assert Site.seen[0][1] == "/perch%C3%A9?q=%C3%A8"


def test_nobody_there_is_said(site):
    dead = f"http://site.example:{looking.PORTS['http']}"
    answer = look(dead, agent=AGENT, resolver=lambda _host, _port: [])
    assert answer.reason == "not public"
