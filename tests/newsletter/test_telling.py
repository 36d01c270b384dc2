"""Followers are told once, whatever happens to the workers and to the mail server."""

from __future__ import annotations

import random
import smtplib
from collections import Counter
from datetime import time, timedelta
from functools import partial
from unittest import mock

import pytest
import requests
import time_machine
from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailInvalidAddress,
    AnymailRequestsAPIError,
)
from django.core import mail
from django.utils import timezone

from catalogue import publishing
from newsletter import bounces, feedback, following, news, suppression, telling, verp
from newsletter.models import (
    Bulletin,
    BulletinCopy,
    ConsentChannel,
    CopyState,
    Following,
    NewsItem,
    ReportKind,
    SubscriberState,
    SuppressionReason,
)
from tests.newsletter import processes
from tests.newsletter.followers import follows, make_path, meet, rest_and_write, tell
from tests.newsletter.mails_back import DSN
from tests.newsletter.processes import MailServer
from tests.newsletter.readers import SubscriberFactory, confirmed, last_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin(hub_site) -> Bulletin:
    path = make_path(hub_site)
    follows(path)
    tell(path, "Primo incontro")
    mail.outbox.clear()
    written = rest_and_write(path)
    assert written is not None
    return written


def api_error(status: int) -> AnymailRequestsAPIError:
    """What an interface answers, as django-anymail tells it."""
    response = requests.Response()
    response.status_code, response._content = status, b"no such user"
    return AnymailRequestsAPIError("no such user", response=response)


def state_of(bulletin: Bulletin) -> tuple[str, str]:
    copy = bulletin.copies.get()
    return copy.state, copy.reason


def test_a_follower_gets_one_mail_and_others_none(hub_site):
    confirmed("lettore@example.org")
    path = make_path(hub_site)
    follows(path)
    tell(path, "Primo incontro")
    mail.outbox.clear()
    rest_and_write(path)

    assert telling.send_due() == 1
    assert telling.send_due() == 0

    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    message = last_mail()
    assert "Primo incontro" in message.subject
    assert "Eravamo in trenta." in str(message.body)
    html = str(message.alternatives[0][0])
    assert "Primo incontro" in html
    assert "Eravamo in trenta." in html


def test_one_click_stops_this_path_alone(bulletin, client):
    telling.send_due()
    address = last_mail().extra_headers["List-Unsubscribe"].strip("<>")

    assert last_mail().extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    response = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert Following.objects.get().ended_at is not None


def test_the_mail_of_a_meeting_tells_its_hour_in_italy(hub_site):
    path = make_path(hub_site)
    follows(path)
    with time_machine.travel("2026-03-02T09:00:00Z"):
        meet(hub_site, path, starts_at=timezone.now() + timedelta(days=7))
        rest_and_write(path)
    telling.send_due()

    assert "lunedì 9 marzo 2026, 10:00" in str(last_mail().body)


def test_a_follower_who_reads_english_gets_english(hub_site):
    path = make_path(hub_site)
    english = hub_site.in_english(path, title="The mill")
    publishing.refresh_page(page_id=english.pk)
    follows(path, language="en")
    tell(path, "Primo incontro")
    rest_and_write(path)
    telling.send_due()

    text = str(last_mail().body)
    assert text.startswith("The mill")
    assert "You get this e-mail because you follow this page." in text
    assert "In Italian" in text


def test_who_stopped_after_the_bulletin_was_written_is_left_out(bulletin):
    following.stop(following_id=Following.objects.get().pk, channel=ConsentChannel.PAGE)

    telling.send_due()

    assert mail.outbox == []
    assert state_of(bulletin) == (CopyState.SKIPPED, "no longer follows")


def test_a_suppressed_address_is_left_out(bulletin):
    suppression.suppress(email="anna@example.org", reason=SuppressionReason.OBJECTION)

    telling.send_due()

    assert mail.outbox == []
    assert state_of(bulletin) == (CopyState.SKIPPED, "suppressed")


def test_a_pause_is_a_pause_of_this_too(bulletin):
    reader = Following.objects.get().subscriber
    reader.state = SubscriberState.PAUSED
    reader.save()

    telling.send_due()

    assert state_of(bulletin) == (CopyState.SKIPPED, "paused")


def test_nobody_is_told_of_a_path_that_is_no_longer_public(hub_site, bulletin):
    from events.models import ParticipationPathPage

    path = ParticipationPathPage.objects.get(locale__language_code="it")
    path.unpublish()
    publishing.refresh_page(page_id=path.pk)

    telling.send_due()

    assert mail.outbox == []
    assert state_of(bulletin) == (CopyState.SKIPPED, "no longer public")


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), CopyState.FAILED),
        (smtplib.SMTPRecipientsRefused({"a": (452, b"mailbox full")}), CopyState.PLANNED),
        (smtplib.SMTPDataError(554, b"spam"), CopyState.FAILED),
        (smtplib.SMTPDataError(550, b"5.7.1 relaying denied"), CopyState.PLANNED),
        (smtplib.SMTPSenderRefused(550, b"who?", "a"), CopyState.PLANNED),
        (smtplib.SMTPServerDisconnected("gone"), CopyState.UNCERTAIN),
        (api_error(400), CopyState.FAILED),
        (api_error(422), CopyState.FAILED),
        (api_error(401), CopyState.PLANNED),
        (api_error(403), CopyState.PLANNED),
        (api_error(429), CopyState.PLANNED),
        (api_error(500), CopyState.UNCERTAIN),
        (AnymailAPIError("no answer"), CopyState.UNCERTAIN),
        (AnymailInvalidAddress("a"), CopyState.FAILED),
        (AnymailConfigurationError("key"), CopyState.PLANNED),
        (TimeoutError(), CopyState.UNCERTAIN),
    ],
)
def test_what_the_server_answers_is_written_down(bulletin, refusal, state):
    with mock.patch("django.core.mail.EmailMultiAlternatives.send", side_effect=refusal):
        telling.send_due()

    assert state_of(bulletin)[0] == state
    assert "no such user" not in state_of(bulletin)[1]


def test_a_mailbox_that_does_not_exist_is_never_written_to_again(bulletin):
    gone = smtplib.SMTPRecipientsRefused({"a": (550, b"5.1.1 no such user")})
    with mock.patch("django.core.mail.EmailMultiAlternatives.send", side_effect=gone):
        telling.send_due()

    assert state_of(bulletin)[0] == CopyState.FAILED
    assert suppression.reason_for("anna@example.org") == SuppressionReason.BOUNCE


def test_at_night_nobody_is_told(bulletin, settings):
    settings.HUB_QUIET_HOURS = (time(22), time(7))
    day = timezone.localtime(bulletin.created_at) + timedelta(days=1)
    with time_machine.travel(day.replace(hour=23), tick=False):
        assert telling.send_due() == 0
    assert state_of(bulletin)[0] == CopyState.PLANNED

    with time_machine.travel(day.replace(hour=9) + timedelta(days=1), tick=False):
        assert telling.send_due() == 1


def test_a_bulletin_that_comes_back_is_known_by_its_return_address(bulletin, settings):
    settings.HUB_BOUNCE_ADDRESS = "bounces@example.org"
    settings.HUB_MAIL_PROVIDER = "smtp"
    telling.send_due()
    sent = mail.outbox[-1]
    assert sent.from_email.startswith("bounces+n")
    assert sent.message()["From"] == settings.DEFAULT_FROM_EMAIL
    reader = Following.objects.get().subscriber

    by_address = (sent.from_email, "<x@y>")
    by_name = ("a@b.example", sent.message()["Message-ID"])
    for to, words in (by_name, by_address):
        raw = DSN.format(to=to, action="failed", status="5.1.1", message_id=words).encode()
        (report,) = bounces.read(raw) or []
        assert (report.kind, report.address) == (ReportKind.HARD, reader.email)
        feedback.take_in(report)
    feedback.process_waiting()

    assert suppression.reason_for(reader.email) == SuppressionReason.BOUNCE


def test_a_return_address_of_a_bulletin_is_not_that_of_an_issue(settings):
    settings.HUB_BOUNCE_ADDRESS = "bounces@example.org"

    assert verp.read_return_path(verp.return_path(7, verp.NEWS)) is None
    assert verp.read_return_path(verp.return_path(7), verp.NEWS) is None
    assert verp.read_return_path(verp.return_path(7, verp.NEWS), verp.NEWS) == 7
    forged = verp.return_path(7).replace("+7", "+n7")
    assert verp.read_return_path(forged, verp.NEWS) is None


def test_a_server_that_is_away_costs_nobody_the_news(bulletin):
    backend = "django.core.mail.backends.locmem.EmailBackend.open"
    with mock.patch(backend, side_effect=ConnectionRefusedError):
        telling.send_due()
    assert state_of(bulletin)[0] == CopyState.PLANNED

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert telling.send_due() == 1


def test_what_a_worker_may_have_handed_over_waits_for_a_person(bulletin):
    BulletinCopy.objects.update(state=CopyState.INTENT, due_at=timezone.now(), attempts=1)

    assert telling.send_due() == 0
    assert state_of(bulletin)[0] == CopyState.UNCERTAIN
    assert mail.outbox == []

    assert telling.send_again(copy_id=bulletin.copies.get().pk)
    assert telling.send_due() == 1
    assert not telling.send_again(copy_id=bulletin.copies.get().pk)


def test_an_answer_that_comes_late_settles_what_was_uncertain(bulletin):
    copy = telling._lease(bulletin.copies.get().pk)
    assert copy is not None
    assert telling._intend(copy)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        telling.settle_silent()

    telling._settle(copy, CopyState.SENT, "")

    assert state_of(bulletin)[0] == CopyState.SENT


def test_a_worker_that_lost_its_lease_hands_nothing_over(bulletin):
    slow = telling._lease(bulletin.copies.get().pk)
    assert slow is not None
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        telling._lease(bulletin.copies.get().pk)

    assert not telling._intend(slow)


@pytest.fixture
def server(tmp_path, settings):
    one = MailServer(tmp_path / "mails", 0.002)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", one.port
    yield one
    one.stop()


def _has(server: MailServer, count: int) -> bool:
    return server.count() >= count


def _follow_in_bulk(path, count: int) -> None:
    readers = SubscriberFactory.create_batch(
        count, state=SubscriberState.FOLLOWING, with_consent=False
    )
    news.remember(kind="path", key=path.translation_key)
    Following.objects.bulk_create(
        Following(subscriber=reader, kind="path", key=path.translation_key) for reader in readers
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_killed_at_any_moment_tell_nobody_twice(hub_site, server):
    """Two at a time; after each kill the clock moves on until their leases are over."""
    path = make_path(hub_site)
    _follow_in_bulk(path, 80)
    tell(path)
    bulletin = rest_and_write(path)
    chance = random.Random(11)

    for _round in range(6):
        enough = server.count() + chance.randint(1, 8)
        workers = [processes.forked(telling.send_due) for _number in range(2)]
        processes.until(partial(_has, server, enough), 20)
        for child in workers:
            processes.kill(child)
        with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
            telling.settle_silent()
        BulletinCopy.objects.filter(state=CopyState.LEASED).update(due_at=timezone.now())
    assert processes.ended_well(processes.forked(telling.send_due))
    received = Counter(server.recipients())
    states = dict(bulletin.copies.values_list("following__subscriber__email", "state"))

    sent = {email for email, state in states.items() if state == CopyState.SENT}
    unsure = {email for email, state in states.items() if state == CopyState.UNCERTAIN}
    assert max(received.values()) == 1
    assert sent | unsure == set(states)
    assert sent <= set(received) <= sent | unsure
    assert len(unsure) <= 12
    assert len(states) == 80


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_the_same_moment_write_one_bulletin(hub_site, server):
    path = make_path(hub_site)
    _follow_in_bulk(path, 5)
    tell(path)
    key = path.translation_key

    def look_and_write() -> None:
        news.look(kind="path", key=key)
        NewsItem.objects.update(found_at=timezone.now() - news.REST)
        news.write(kind="path", key=key)

    workers = [processes.forked(look_and_write) for _number in range(3)]
    outcomes = [processes.ended_well(child) for child in workers]
    assert all(outcomes)
    assert Bulletin.objects.count() == 1
    assert BulletinCopy.objects.count() == 5
