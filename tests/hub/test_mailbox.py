"""The demo's mailbox: what was sent over SMTP can be opened in the browser, and runs nothing."""

import smtplib
import socket
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client

from hub.mailbox import reading
from hub.mailbox.catching import catch

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.hub.mailbox_urls")]


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.MAILBOX_DIR.mkdir()
    return settings.MAILBOX_DIR


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def letter(subject: str = "Conferma l’iscrizione") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Coop Hub <redazione@example.org>"
    message["To"] = "ada@example.org"
    message["List-Id"] = "<notizie.example.org>"
    message.set_content("Ciao, perché no? https://hub.example.org/conferma")
    message.add_alternative(
        '<html><head><title>t</title></head><body><a href="https://hub.example.org/c">Sì</a>'
        "<script>alert(1)</script></body></html>",
        subtype="html",
    )
    return message


def deliver(folder: Path, message: EmailMessage) -> reading.CaughtMail:
    port = free_port()
    controller = catch(folder, port)
    try:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost", timeout=10) as server:
            server.send_message(message)
    finally:
        controller.stop()
    return reading.caught(folder)[0]


def test_an_empty_mailbox_says_what_to_do(folder, client: Client):
    answer = client.get("/demo/mail/")
    assert answer.status_code == 200
    assert b"mailbox-list" not in answer.content


def test_a_mail_sent_over_smtp_is_kept_with_its_envelope(folder):
    mail = deliver(folder, letter())
    assert mail.subject == "Conferma l’iscrizione"
    assert mail.recipient == "ada@example.org"
    assert ("Delivered-To", "ada@example.org") in mail.headers()
    assert "perché no?" in mail.text()


def test_a_caught_mail_is_listed_and_opened(folder, client: Client):
    mail = deliver(folder, letter())
    assert "Conferma l’iscrizione" in client.get("/demo/mail/").content.decode()
    page = client.get(f"/demo/mail/{mail.name}/").content.decode()
    assert "notizie.example.org" in page
    assert 'href="https://hub.example.org/conferma"' in page


def test_the_designed_part_runs_nothing_and_opens_links_beside(folder, client: Client):
    mail = deliver(folder, letter())
    answer = client.get(f"/demo/mail/{mail.name}/html/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert b'<head><base target="_blank">' in answer.content


def test_the_message_can_be_had_as_it_travelled(folder, client: Client):
    mail = deliver(folder, letter())
    answer = client.get(f"/demo/mail/{mail.name}/raw/")
    assert answer["Content-Type"] == "message/rfc822"
    assert answer.content == mail.raw()


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e%2fhub", "0" * 20 + "-1-000000"])
def test_only_caught_mails_can_be_opened(folder, client: Client, name: str):
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_a_broken_message_is_shown_as_far_as_it_goes(folder, client: Client):
    name = "00000000000000000001-1-000000"
    (folder / f"{name}.eml").write_bytes(
        b"Subject: =?x-unknown?q?=FF?=\r\n"
        b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xff\xfe"
    )
    assert client.get("/demo/mail/").status_code == 200
    assert client.get(f"/demo/mail/{name}/").status_code == 200


def test_many_mails_are_turned_over_page_by_page(folder, client: Client):
    for number in range(30):
        (folder / f"{number:020d}-1-000000.eml").write_bytes(b"Subject: n\r\n\r\ntext")
    first = client.get("/demo/mail/").content.decode()
    assert first.count("<li>") == 25
    assert client.get("/demo/mail/?page=2").content.decode().count("<li>") == 5
    assert client.get("/demo/mail/?page=none").status_code == 200


def test_the_hub_itself_has_no_mailbox():
    from hub import urls

    assert not any("demo/mail" in str(pattern.pattern) for pattern in urls.urlpatterns)
