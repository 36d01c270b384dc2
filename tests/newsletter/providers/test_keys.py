"""A provider that knows a mail by its key (Resend): a server on this machine that may go silent."""

import json
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.utils import timezone

from newsletter import claiming, sending
from newsletter.models import Delivery, DeliveryState, MailingState, SubscriberState
from newsletter.providers import Verdict, open_provider
from tests.newsletter.issues import started, states
from tests.newsletter.test_mime import letter, personal

pytestmark = pytest.mark.django_db


class FakeResend:
    """Takes each key once; goes silent after it has taken, or before, as often as it is told."""

    def __init__(self):
        self.port = 0
        self.mails = {}
        self.requests: Counter[str] = Counter()
        self.silences = []
        self.answers_status = 0

    def answer(self, key, body):
        """The status and the words for a request; None for no answer at all."""
        self.requests[key] += 1
        silence = self.silences.pop() if self.silences else ""
        if silence == "before":
            return None
        if self.answers_status:
            return self.answers_status, {"message": "no"}
        known = self.mails.setdefault(key, body)
        if known != body:
            return 409, {"name": "invalid_idempotent_request"}
        return None if silence == "after" else (200, {"id": f"mail-{len(self.mails)}"})

    @contextmanager
    def serving(self):
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = fake.answer(self.headers["Idempotency-Key"], body)
                if answer is None:
                    self.close_connection = True
                    return
                words = json.dumps(answer[1]).encode()
                self.send_response(answer[0])
                self.send_header("Content-Length", str(len(words)))
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_arguments):
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()


@pytest.fixture
def resend(settings):
    with FakeResend().serving() as fake:
        settings.EMAIL_BACKEND = settings.HUB_MAIL_PROVIDER = "anymail.backends.resend.EmailBackend"
        settings.ANYMAIL = {
            "RESEND_API_KEY": "re_test",
            "RESEND_API_URL": f"http://127.0.0.1:{fake.port}/",
            "IGNORE_UNSUPPORTED_FEATURES": True,
        }
        yield fake


def hand_over():
    provider = open_provider()
    try:
        return provider.hand_over(letter(), personal())
    finally:
        provider.close()


def killed_at_intent(mailing, count):
    """Copies whose sender died between intent and answer; what it was about to hand over."""
    numbers = claiming.claim(mailing_id=mailing.pk, owner="dead", count=count)
    copies = claiming.commit_intent(numbers=numbers, owner="dead")
    claiming.recover(at=timezone.now() + timedelta(hours=1))
    return copies


def handed_over_by_the_dead(mailing, copies):
    """What the dead sender still got rid of."""
    provider = open_provider()
    for copy in copies:
        words = sending.letter_of(copy.edition, mailing)
        provider.hand_over(words, sending.personal_of(copy, words))
    provider.close()


def test_each_mail_goes_with_a_key_of_its_own(hub_site, resend):
    mailing = started(hub_site, readers=3)

    sending.run(mailing_id=mailing.pk, seconds=60)

    assert set(states(mailing)) == {DeliveryState.ACCEPTED}
    expected = {f"{copy.pk}.{copy.attempt_id.hex}@example.org" for copy in Delivery.objects.all()}
    assert set(resend.mails) == expected


@pytest.mark.parametrize("silence", ["after", "before"])
def test_a_provider_that_went_silent_is_asked_again_with_the_same_key(resend, silence):
    resend.silences = [silence]

    answer = hand_over()

    assert answer.verdict is Verdict.ACCEPTED
    assert answer.provider_id == "mail-1"
    assert list(resend.requests.values()) == [2]
    assert len(resend.mails) == 1


def test_a_provider_that_stays_silent_leaves_the_mail_uncertain(resend):
    resend.silences = ["after", "after"]

    assert hand_over().verdict is Verdict.UNCERTAIN
    assert len(resend.mails) == 1


@pytest.mark.parametrize("status", [409, 429, 401])
def test_no_answer_and_then_a_refusal_of_the_second_request_stays_uncertain(resend, status):
    resend.silences = ["before"]
    resend.answers_status = status

    assert hand_over().verdict is Verdict.UNCERTAIN


def test_what_a_dead_sender_left_is_settled_without_a_second_mail(hub_site, resend):
    mailing = started(hub_site, readers=4)
    copies = killed_at_intent(mailing, count=3)
    handed_over_by_the_dead(mailing, copies[:2])
    assert Counter(states(mailing))[DeliveryState.UNCERTAIN] == 3

    with time_machine.travel(timezone.now() + timedelta(minutes=30)):
        sending.run(mailing_id=mailing.pk, seconds=60)

    mailing.refresh_from_db()
    assert set(states(mailing)) == {DeliveryState.ACCEPTED}
    assert mailing.state == MailingState.DONE
    # Two were known by their keys, byte for byte; the third and the fourth came now.
    assert sorted(resend.requests.values()) == [1, 1, 2, 2]
    assert len(resend.mails) == 4


def test_a_provider_asked_too_late_might_have_forgotten(hub_site, resend):
    mailing = started(hub_site, readers=2)
    killed_at_intent(mailing, count=1)

    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=30)):
        sending.run(mailing_id=mailing.pk, seconds=60)

    assert sorted(states(mailing)) == [DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN]
    assert len(resend.mails) == 1


def test_a_reader_who_has_left_is_not_asked_about(hub_site, resend):
    mailing = started(hub_site, readers=2)
    (copy,) = killed_at_intent(mailing, count=1)
    type(copy.subscriber).objects.filter(pk=copy.subscriber_id).update(
        state=SubscriberState.UNSUBSCRIBED
    )

    sending.run(mailing_id=mailing.pk, seconds=60)

    copy.refresh_from_db()
    assert copy.state == DeliveryState.UNCERTAIN
    assert len(resend.mails) == 1


def test_a_provider_in_trouble_leaves_them_as_unsure_as_they_were(hub_site, resend):
    mailing = started(hub_site, readers=3)
    killed_at_intent(mailing, count=2)
    resend.answers_status = 429

    sending.run(mailing_id=mailing.pk, seconds=60)

    assert Counter(states(mailing)) == {DeliveryState.UNCERTAIN: 2, DeliveryState.PLANNED: 1}
    reasons = set(mailing.deliveries.values_list("reason", flat=True))
    assert reasons == {"", claiming.SENDER_DIED}


def test_a_mail_server_knows_no_keys(hub_site, settings):
    settings.HUB_MAIL_PROVIDER = "smtp"

    assert open_provider().remembers is None
