"""A whole way of a mail: Postfix takes it, brings it or sends it back, Dovecot has it read."""

import os
import smtplib
from email.utils import parseaddr
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from hub.settings.env import ImapMailbox
from newsletter import feedback, fetching, sending
from newsletter.models import DeliveryState, Subscriber, SubscriberState
from tests.newsletter import mail_system
from tests.newsletter.issues import copy_of, parsed, part, started
from tests.newsletter.processes import FaultyServer, until
from tests.newsletter.readers import SubscriberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.mail_system, pytest.mark.slow]


@pytest.fixture(scope="module")
def system(tmp_path_factory):
    if os.geteuid() != 0:
        pytest.skip("Postfix can be started by root alone")
    notes = tmp_path_factory.mktemp("gone") / "taken"
    with FaultyServer(notes, "nobody lives here") as gone, mail_system.running(gone.port) as one:
        yield one


@pytest.fixture
def hub(system, settings):
    """A hub that sends by this Postfix and reads its bounces from this Dovecot."""
    settings.HUB_MAIL_PROVIDER = "smtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", system.smtp_port
    settings.HUB_BOUNCE_ADDRESS = "bounces@example.org"
    settings.HUB_BOUNCE_MAILBOX = ImapMailbox(
        "127.0.0.1", system.imap_port, "bounces", mail_system.PASSWORD, "INBOX", is_encrypted=False
    )
    return SimpleNamespace(system=system)


def fetched():
    """Whether something new has come into the mailbox for bounces, which is then dealt with."""
    return bool(fetching.fetch().reports) and bool(feedback.process_waiting())


def arrived(system, copy):
    """A copy as it lies in Anna's mailbox, beside those of other tests."""
    own_id = sending.message_id(copy, "example.org")

    def found():
        mails = [parsed(raw) for raw in system.mails_of("anna")]
        return [one for one in mails if one["Message-ID"] == own_id]

    assert until(lambda: bool(found()))
    (message,) = found()
    return message


def test_a_mail_arrives_and_one_for_nobody_comes_back_and_is_noted(hub_site, hub):
    SubscriberFactory(email="anna@example.org")
    SubscriberFactory(email="persa@gone.example.org")
    mailing = started(hub_site, readers=0)

    sending.run(mailing_id=mailing.pk, seconds=60)

    lost = copy_of(mailing, "persa@gone.example.org")
    assert lost.state == DeliveryState.ACCEPTED  # Postfix finds out later
    assert until(fetched, 60)
    lost.refresh_from_db()
    assert (lost.state, lost.reason) == (DeliveryState.BOUNCED, "5.1.1")
    assert lost.subscriber.state == SubscriberState.BOUNCED
    copy = copy_of(mailing, "anna@example.org")
    assert copy.state == DeliveryState.ACCEPTED
    message = arrived(hub.system, copy)
    assert message["Subject"] == "Chi tiene aperto"
    assert message["Return-Path"].startswith("<bounces+")
    assert "Care lettrici, cari lettori," in part(message, "plain")
    assert hub.system.mails_of("bounces") == []  # what was understood is removed


def test_a_mail_to_the_address_in_list_unsubscribe_ends_the_subscription(hub_site, hub):
    anna = SubscriberFactory(email="anna@example.org")
    mailing = started(hub_site, readers=0)
    sending.run(mailing_id=mailing.pk, seconds=60)
    message = arrived(hub.system, copy_of(mailing, "anna@example.org"))
    by_mail = urlsplit(str(message["List-Unsubscribe"]).split("<mailto:")[1].rstrip("> "))

    with smtplib.SMTP("127.0.0.1", hub.system.smtp_port) as client:
        wish = f"To: {by_mail.path}\r\nSubject: {parse_qs(by_mail.query)['subject'][0]}\r\n\r\n"
        client.sendmail(parseaddr(str(message["To"]))[1], [unquote(by_mail.path)], wish)

    assert until(fetched, 60)
    assert Subscriber.objects.get(pk=anna.pk).state == SubscriberState.UNSUBSCRIBED
