import pytest

from core import refusals
from core.refusals import About


@pytest.mark.parametrize(
    ("number", "words", "about"),
    [
        (550, "5.1.1 <spf@example.org>: user unknown", About.GONE),
        (550, "5.2.1 the account is disabled", About.GONE),
        (550, "No such user here", About.GONE),
        (550, "5.5.0 Requested action not taken: mailbox unavailable", About.READER),
        (552, "5.2.2 mailbox full", About.READER),
        (550, "5.7.129 only members may write to this list", About.READER),
        (535, "5.7.8 bad password", About.US),
        (550, "5.7.26 unauthenticated mail is not accepted", About.US),
        (550, "5.7.606 access denied, banned sending IP", About.US),
        (554, "5.7.1 service unavailable; client host [192.0.2.7] blocked", About.US),
        (550, "SC-001 messages from 192.0.2.7 were not sent", About.US),
        (553, "5.1.8 sender address rejected: domain not found", About.US),
        (550, "5.1.1 refused: your IP is on our block list", About.US),
        (550, "SPF check failed", About.US),
        (552, "5.3.4 message too big", About.UNCLEAR),
        (554, "5.7.1 <relay@example.org>: looks like spam", About.UNCLEAR),
        (550, "administrative prohibition", About.UNCLEAR),
        (451, "4.7.1 your IP is greylisted", About.TEMPORARY),
        (450, "4.2.0 <anna@example.org>: recipient address rejected: greylisted", About.TEMPORARY),
        (452, "4.3.1 insufficient system storage", About.TEMPORARY),
        (452, "4.2.2 <full@example.org> the account is over quota", About.AWAY),
        (450, "4.1.1 <anna@example.org>: unverified address", About.AWAY),
        (452, "<anna@example.org>: mailbox is full", About.AWAY),
        (452, "<mailbox-full@example.org>: try again later", About.TEMPORARY),
        (450, "requested mail action not taken: mailbox unavailable", About.TEMPORARY),
    ],
)
def test_a_refusal_speaks_of_the_mailbox_or_of_us(number, words, about):
    assert refusals.of_reply(number, words) is about


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ('{"message": "Your account has been suspended"}', About.US),
        ('{"message": "The hub.example.org domain is not verified"}', About.US),
        ('{"message": "to parameter is not a valid address"}', About.UNCLEAR),
    ],
)
def test_a_provider_speaks_of_our_account_in_words(words, about):
    assert refusals.of_provider(words) is about
