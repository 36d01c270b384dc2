"""The outbox: a letter leaves once, late rather than never, and says nothing in the database."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation

from core import posting
from core.models import Letter, LetterState
from core.posting import Attachment, Contents

pytestmark = pytest.mark.django_db

FOLDER = "newsletter/mails/link"
CONTEXT = {"preferences_url": "https://example.org/p/", "unsubscribe_url": "https://example.org/u/"}


@pytest.fixture
def written(monkeypatch):
    """A purpose named "test.letter"; what it writes can be changed through the list."""
    purposes = dict(posting._purposes)
    monkeypatch.setattr(posting, "_purposes", purposes)
    contents: list[Contents | None] = [Contents(to="anna@example.org", context=CONTEXT)]
    asked: list[tuple[int, str]] = []

    @posting.writes("test.letter", folder=FOLDER)
    def write(about_id: int) -> Contents | None:
        asked.append((about_id, translation.get_language()))
        return contents[0]

    contents.append(None)
    write.contents, write.asked = contents, asked  # type: ignore[attr-defined]
    return write


def post(**words):
    letter: dict[str, Any] = {"purpose": "test.letter", "about_id": 7, "language": "en"}
    return posting.post(**(letter | words))


def test_a_letter_is_made_when_it_is_sent_in_its_own_language(written):
    letter = post()

    assert posting.send(letter_id=letter.pk) is LetterState.SENT
    assert written.asked == [(7, "en")]
    (message,) = mail.outbox
    assert message.to == ["anna@example.org"]
    assert letter.public_id.hex in message.extra_headers["Message-ID"]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert [kind for _body, kind in message.alternatives] == ["text/html"]


def test_it_leaves_by_itself_when_the_transaction_has_ended_well(
    written, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post()

    assert len(mail.outbox) == 1


def test_nothing_leaves_when_the_transaction_fails(written):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)

    posting.send_due()

    assert not mail.outbox
    assert not Letter.objects.exists()


def test_the_row_holds_neither_address_nor_text(written):
    letter = post(once="test:7")
    posting.send(letter_id=letter.pk)

    assert "anna" not in str(Letter.objects.values().get())


def test_a_letter_is_sent_once(written):
    letter = post()

    posting.send(letter_id=letter.pk)
    assert posting.send(letter_id=letter.pk) is None
    assert posting.send_due() == 0
    assert len(mail.outbox) == 1


def test_the_same_letter_is_not_written_twice(written):
    first, second = post(once="reminder:7"), post(once="reminder:7")

    assert first == second
    assert Letter.objects.count() == 1


def test_a_letter_for_later_waits_for_its_time(written):
    with time_machine.travel("2026-03-28 10:00+01:00", tick=False):
        post(due_at=timezone.now() + timedelta(days=1))
        assert posting.send_due() == 0
    with time_machine.travel("2026-03-29 11:00+02:00", tick=False):
        assert posting.send_due() == 1


def test_a_letter_that_was_taken_back_can_be_written_anew(written):
    post(once="reminder:7", due_at=timezone.now() + timedelta(days=1))

    assert posting.withdraw(once="reminder:7")
    assert not posting.withdraw(once="reminder:7")
    assert post(once="reminder:7").state == LetterState.PLANNED


def test_a_letter_that_has_left_cannot_be_taken_back(written):
    posting.send(letter_id=post(once="reminder:7").pk)

    assert not posting.withdraw(once="reminder:7")


def test_what_is_no_longer_wanted_is_skipped(written):
    written.contents[0] = None

    assert posting.send(letter_id=post().pk) is LetterState.SKIPPED
    assert not mail.outbox


def test_files_travel_along(written):
    file = Attachment("evento.ics", "text/calendar", b"BEGIN:VCALENDAR")
    written.contents[0] = Contents(to="anna@example.org", context=CONTEXT, attachments=[file])

    posting.send(letter_id=post().pk)

    assert [one[0] for one in mail.outbox[0].attachments] == ["evento.ics"]


def failing(monkeypatch, error):
    def send_messages(*_args):
        raise error

    name = "django.core.mail.backends.locmem.EmailBackend.send_messages"
    monkeypatch.setattr(name, send_messages)


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (ConnectionRefusedError(), LetterState.PLANNED, "mail server away"),
        (smtplib.SMTPServerDisconnected("x"), LetterState.PLANNED, "SMTPServerDisconnected"),
        (smtplib.SMTPAuthenticationError(535, b"anna@"), LetterState.PLANNED, "says 535"),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"a@")}), LetterState.PLANNED, "put off 450"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"a@")}), LetterState.FAILED, "refused 550"),
        (smtplib.SMTPDataError(554, b"anna@"), LetterState.FAILED, "refused 554"),
        (KeyError("mistake"), LetterState.PLANNED, "error"),
    ],
)
def test_what_the_server_answers_decides(written, monkeypatch, error, state, reason):
    failing(monkeypatch, error)
    letter = post()

    assert posting.send(letter_id=letter.pk) is state
    letter.refresh_from_db()
    assert reason in letter.reason
    assert "anna" not in letter.reason


def test_after_three_days_a_letter_is_given_up(written, monkeypatch):
    failing(monkeypatch, ConnectionRefusedError())
    letter = post()
    states = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _hour in range(80):
            clock.shift(timedelta(hours=1))
            states.append(posting.send(letter_id=letter.pk))

    assert states.count(LetterState.FAILED) == 1
    assert [state for state in states if state][-1] is LetterState.FAILED


def test_a_letter_whose_worker_was_killed_is_sent_after_a_while(written):
    letter = post()
    posting._claim(letter.pk)

    assert posting.send_due() == 0
    with time_machine.travel(timezone.now() + posting.LEASE + timedelta(seconds=1)):
        assert posting.send_due() == 1


def test_when_the_server_is_away_the_others_need_not_try(written, monkeypatch):
    failing(monkeypatch, ConnectionRefusedError())
    letters = [post() for _ in range(6)]

    posting.send_due()

    tried = Letter.objects.filter(pk__in=[one.pk for one in letters], attempts=1)
    assert tried.count() == posting.ENOUGH_FAILURES


def test_rows_of_long_ago_are_deleted_but_for_those_written_only_once(written):
    posting.send(letter_id=post().pk)
    posting.send(letter_id=post(once="reminder:7").pk)

    with time_machine.travel(timezone.now() + posting.KEEP + timedelta(days=1)):
        assert posting.forget() == 1
    assert Letter.objects.get().once == "reminder:7"


def test_a_purpose_nobody_writes_is_a_mistake_seen_at_once():
    with pytest.raises(KeyError):
        posting.post(purpose="test.nobody", about_id=1, language="it")


def test_two_functions_cannot_write_the_same_purpose(written):
    with pytest.raises(ValueError, match=r"test\.letter"):
        posting.writes("test.letter", folder=FOLDER)(lambda _about: None)
