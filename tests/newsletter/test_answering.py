import smtplib
from datetime import timedelta
from email import message_from_bytes, policy
from unittest import mock

import pytest
import time_machine
from anymail.exceptions import AnymailRecipientsRefused
from django.core import mail
from django.utils import timezone

from newsletter import answering, suppression, unsubscribing
from newsletter.models import (
    ConsentChannel,
    ReaderMail,
    ReaderMailPurpose,
    ReaderMailState,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from tests.newsletter.readers import SubscriberFactory, asked, confirmed, last_mail, work

pytestmark = pytest.mark.django_db

SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"


def planned(purpose: str = "link", **reader: object) -> ReaderMail:
    subscriber = SubscriberFactory(**reader)
    return answering.plan(
        subscriber=subscriber,
        purpose=ReaderMailPurpose(purpose),
        language=subscriber.language,
    )


def failing(error: Exception) -> "mock._patch[mock.MagicMock]":
    return mock.patch(SEND, side_effect=error)


@pytest.mark.parametrize("language", ["it", "en"])
def test_each_mail_has_both_parts_in_its_language_and_says_it_is_automatic(language):
    confirmed("anna@example.org", language)

    for message in mail.outbox:
        parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
        html, text = (parsed.get_body((kind,)) for kind in ("html", "plain"))
        assert html is not None
        assert text is not None
        html = html.get_content()
        assert text.get_content().strip()
        assert f'lang="{language}"' in html
        assert parsed["Auto-Submitted"] == "auto-generated"
        assert f"/{language}/newsletter/" in html
        assert "prefers-color-scheme: dark" in html
        assert "src=" not in html  # nothing is fetched, so nobody is watched


def test_the_confirmation_mail_repeats_nothing_that_was_typed():
    asked("Buy-now@example.org")

    message = last_mail()
    html = str(message.alternatives[0][0])
    assert "Buy-now" not in str(message.body) + html + message.subject


def test_only_who_is_subscribed_finds_one_click_unsubscription_in_the_headers():
    confirmed()
    asking, welcome = mail.outbox

    assert "List-Unsubscribe" not in asking.extra_headers
    assert "/one-click/" in welcome.extra_headers["List-Unsubscribe"]
    assert welcome.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_planned_mail_is_sent_once():
    letter = planned()

    assert answering.send(mail_id=letter.pk) == ReaderMailState.SENT
    assert answering.send(mail_id=letter.pk) is None
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPSenderRefused(421, b"too busy", "hub@example.org"),
    ],
)
def test_a_mail_server_that_is_away_loses_nothing(error):
    letter = planned()

    with failing(error):
        assert answering.send(mail_id=letter.pk) == ReaderMailState.PLANNED
    letter.refresh_from_db()
    assert letter.attempts == 1
    assert letter.reason
    assert answering.send_due() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert answering.send_due() == 1


def test_waiting_grows_and_ends_after_three_days():
    letter = planned()
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock, failing(OSError()):
        while answering.send(mail_id=letter.pk) == ReaderMailState.PLANNED:
            letter.refresh_from_db()
            assert letter.due_at is not None
            waits.append(letter.due_at - timezone.now())
            clock.move_to(letter.due_at)

    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
    letter.refresh_from_db()
    assert letter.state == ReaderMailState.FAILED
    assert letter.reason.startswith("given up")


def test_a_refused_recipient_ends_the_mail_without_keeping_the_servers_words():
    letter = planned(email="anna@example.org")
    words = {"anna@example.org": (550, b"anna@example.org is unknown here")}

    with failing(smtplib.SMTPRecipientsRefused(words)):
        assert answering.send(mail_id=letter.pk) == ReaderMailState.FAILED

    letter.refresh_from_db()
    assert letter.reason == "refused 550"


def test_a_server_that_does_not_want_us_does_not_end_the_mail():
    letter = planned(email="anna@example.org")
    words = {"anna@example.org": (554, b"5.7.1 client host [192.0.2.7] blocked using a blocklist")}

    with failing(smtplib.SMTPRecipientsRefused(words)):
        assert answering.send(mail_id=letter.pk) == ReaderMailState.PLANNED

    letter.refresh_from_db()
    assert letter.reason == "not wanted from us 554"


def test_a_provider_that_refuses_the_recipient_ends_the_mail():
    letter = planned()

    with failing(AnymailRecipientsRefused()):
        assert answering.send(mail_id=letter.pk) == ReaderMailState.FAILED


def test_a_recipient_refused_for_now_is_tried_again():
    letter = planned()

    with failing(smtplib.SMTPRecipientsRefused({"x": (450, b"greylisted")})):
        assert answering.send(mail_id=letter.pk) == ReaderMailState.PLANNED


def test_one_mail_that_cannot_be_made_does_not_stop_the_others():
    broken, _whole = planned(), planned()
    make = answering.build

    def build(letter: ReaderMail) -> object:
        if letter.pk == broken.pk:
            raise ZeroDivisionError
        return make(letter)

    with mock.patch.object(answering, "build", build):
        assert answering.send_due() == 1


def test_a_dead_mail_server_is_not_asked_for_every_mail():
    for _ in range(6):
        planned()

    with failing(OSError()) as calls:
        answering.send_due()

    assert calls.call_count == 3


def test_a_killed_workers_mail_is_sent_under_the_same_message_id():
    letter = planned()
    with mock.patch.object(answering, "_close", side_effect=SystemExit), pytest.raises(SystemExit):
        answering.send(mail_id=letter.pk)  # handed over, and killed before writing it down

    assert answering.send_due() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert answering.send_due() == 1
    ids = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert (len(mail.outbox), len(ids)) == (2, 1)


def test_nothing_is_sent_to_who_erased_their_data_in_the_meantime():
    letter = planned()
    unsubscribing.erase(subscriber_id=letter.subscriber_id, channel=ConsentChannel.PAGE)

    assert answering.send(mail_id=letter.pk) == ReaderMailState.SKIPPED
    assert mail.outbox == []


def test_nothing_is_sent_to_a_suppressed_address():
    letter = planned(email="anna@example.org")
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.OBJECTION)

    assert answering.send(mail_id=letter.pk) == ReaderMailState.SKIPPED


def test_no_welcome_for_who_has_left_again():
    letter = planned("welcome")
    unsubscribing.unsubscribe(subscriber_id=letter.subscriber_id, channel=ConsentChannel.PAGE)

    assert answering.send(mail_id=letter.pk) == ReaderMailState.SKIPPED


def test_no_confirmation_mail_for_who_has_confirmed():
    asked("anna@example.org")
    letter = ReaderMail.objects.get()
    ReaderMail.objects.update(state=ReaderMailState.PLANNED, due_at=timezone.now())
    Subscriber.objects.update(state=SubscriberState.ACTIVE)

    assert answering.send(mail_id=letter.pk) == ReaderMailState.SKIPPED


def test_the_log_names_no_address(caplog):
    letter = planned(email="anna@example.org")
    words = {"anna@example.org": (450, b"anna@example.org is greylisted")}

    with failing(smtplib.SMTPRecipientsRefused(words)):
        answering.send(mail_id=letter.pk)

    assert caplog.messages
    assert "anna" not in caplog.text


def test_an_internationalised_domain_is_sent_to_in_ascii():
    asked("anna@perché.it")
    work()

    assert last_mail().to == ["anna@xn--perch-fsa.it"]
    assert last_mail().message()["To"] == "anna@xn--perch-fsa.it"
