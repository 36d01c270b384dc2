from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone, translation

from core.budgeting import HOUR
from newsletter import allowances
from newsletter.models import ReaderMail, ReaderRequest, Subscriber
from tests.newsletter.readers import SubscriberFactory, typed, work

pytestmark = pytest.mark.django_db


def url(name: str = "sign_up", language: str = "it") -> str:
    with translation.override(language):
        return reverse(f"newsletter:{name}")


@pytest.fixture
def visitor() -> Client:
    """A browser that sends no CSRF token and that the middleware does check."""
    return Client(enforce_csrf_checks=True)


def send(visitor: Client, later: int = 5, language: str = "it", **fields: str):
    data = typed(**fields)
    with time_machine.travel(timezone.now() + timedelta(seconds=later)):
        return visitor.post(url(language=language), data)


def test_the_addresses_of_the_pages_are_in_the_pages_language():
    assert url(language="en") == "/en/newsletter/sign-up/"
    assert url(language="it") == "/it/newsletter/iscrizione/"


@pytest.mark.parametrize("name", ["sign_up", "sign_up_sent", "lost_link", "lost_link_sent"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_the_pages_open_in_both_languages_without_a_cookie(visitor, name, language):
    response = visitor.get(url(name, language))

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.text
    assert not response.cookies


def test_a_sign_up_leads_to_one_answer_and_one_mail(visitor):
    response = send(visitor, email="anna@example.org")
    work()

    assert (response.status_code, response["Location"]) == (303, url("sign_up_sent"))
    assert mail.outbox[0].to == ["anna@example.org"]


def test_topics_that_cannot_be_any_are_no_mistake(visitor):
    for number, topic in enumerate(("\0", "\r\nBcc: x@example.org", "x" * 5000)):
        response = send(visitor, email=f"anna{number}@example.org", topics=topic)
        assert response.status_code == 303
    assert [request.choice for request in ReaderRequest.objects.all()] == [{}] * 3


def test_the_answer_is_the_same_whoever_is_known(visitor):
    SubscriberFactory(email="anna@example.org")

    answers = [send(visitor, email=email) for email in ("anna@example.org", "bruno@example.org")]

    assert len({(one.status_code, one["Location"], one.content) for one in answers}) == 1


def test_the_answer_comes_before_anything_that_depends_on_the_address(
    visitor, django_assert_max_num_queries
):
    SubscriberFactory(email="anna@example.org")

    counts = []
    for email in ("anna@example.org", "bruno@example.org"):
        with django_assert_max_num_queries(30) as queries:
            send(visitor, email=email)
        counts.append([query["sql"].split()[0] for query in queries.captured_queries])
    assert counts[0] == counts[1]
    assert not ReaderMail.objects.exists()


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "Write your e-mail address"),
        ("anna", "has an @ in it"),
        ("anna@example", "does not look like an e-mail address"),
        ("a" * 300, "at most 254 characters"),
        ("a" * 65 + "@example.org", "has 65 characters"),
        ("anna@mailinator.com", "mailinator.com offers mailboxes"),
        ("andrè@example.org", "accented or non-Latin letters"),
        ("anna\0@example.org", "invisible character"),
        ("anna@example.org\r\nBcc: bruno@example.org", "invisible character"),
    ],
)
def test_a_wrong_address_comes_back_with_the_reason_at_its_field(visitor, email, words):
    response = send(visitor, language="en", email=email)

    assert response.status_code == 422
    assert words in response.text
    assert 'id="id_email_error"' in response.text
    assert 'aria-invalid="true"' in response.text
    assert 'aria-describedby="id_email_error"' in response.text
    assert '<a href="#id_email">' in response.text
    assert not ReaderRequest.objects.exists()


def test_what_was_typed_is_kept_and_escaped(visitor):
    response = send(visitor, email='"><script>alert(1)</script>')

    assert "&quot;&gt;&lt;script&gt;" in response.text
    assert "<script>alert" not in response.text


def test_an_address_sent_twice_is_refused_by_name(visitor):
    data = typed()
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        response = visitor.post(
            url(language="en"), data | {"email": ["anna@example.org", "bruno@example.org"]}
        )

    assert response.status_code == 422
    assert "Give it only once." in response.text


def test_an_internationalised_domain_is_welcome(visitor):
    send(visitor, email="anna@perché.it")
    work()

    assert Subscriber.objects.get().email == "anna@xn--perch-fsa.it"


def test_a_form_that_is_too_quick_is_given_back_and_works_at_the_next_press(visitor):
    response = send(visitor, later=1, email="anna@example.org", language="en")
    assert response.status_code == 422
    assert "faster than anyone can type" in response.text
    assert 'value="anna@example.org"' in response.text

    fields = {"email": "anna@example.org", "hub_note": ""}
    stamp = response.context["form"]["stamp"].value()
    with time_machine.travel(timezone.now() + timedelta(seconds=4)):
        assert visitor.post(url(), fields | {"stamp": stamp}).status_code == 303


@pytest.mark.parametrize("later", [60 * 60, 6 * 24 * 60 * 60])
def test_waiting_long_before_sending_is_fine(visitor, later):
    assert send(visitor, later=later).status_code == 303


@pytest.mark.parametrize("stamp", ["", "nonsense", "x" * 900, "\0"])
def test_a_form_without_its_note_of_time_is_given_back(visitor, stamp):
    response = visitor.post(url(language="en"), typed() | {"stamp": stamp})

    assert response.status_code == 422
    assert not ReaderRequest.objects.exists()


def test_a_program_that_fills_every_field_is_told_so(visitor):
    response = send(visitor, language="en", hub_note="https://spam.example")

    assert response.status_code == 422
    assert "Clear this field" in response.text
    assert not ReaderRequest.objects.exists()


def test_too_many_requests_are_told_when_to_come_back(visitor, monkeypatch):
    monkeypatch.setattr(allowances, "NETWORK_SHARES", ((HOUR, 1),))
    send(visitor, email="anna@example.org")

    response = send(visitor, email="bruno@example.org", language="en")

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "Many requests have come from your network" in response.text
    assert 'value="bruno@example.org"' in response.text


def test_a_database_that_is_away_loses_nothing_that_was_typed(visitor):
    with mock.patch("newsletter.signup.ask", side_effect=OperationalError("gone")):
        response = send(visitor, email="anna@example.org", language="en")

    assert response.status_code == 503
    assert response["Retry-After"]
    assert 'value="anna@example.org"' in response.text


def test_the_page_for_an_outage_asks_the_database_for_nothing(visitor, django_assert_num_queries):
    data = typed()
    with (
        time_machine.travel(timezone.now() + timedelta(seconds=5)),
        mock.patch(
            "newsletter.views.signing_up.take_request", side_effect=OperationalError("gone")
        ),
        django_assert_num_queries(0),
    ):
        assert visitor.post(url(language="it"), data).status_code == 503


def test_neither_get_nor_head_writes_anything(visitor):
    visitor.get(url(), {"email": "anna@example.org"})
    visitor.head(url())

    assert not ReaderRequest.objects.exists()


def test_other_methods_are_refused(visitor):
    assert visitor.put(url()).status_code == 405


def test_a_lost_link_is_sent_again_with_the_same_answer_for_all(visitor):
    SubscriberFactory(email="anna@example.org")
    answers = []
    for email in ("anna@example.org", "bruno@example.org"):
        data = typed(email)
        with time_machine.travel(timezone.now() + timedelta(seconds=5)):
            answers.append(visitor.post(url("lost_link"), data))
    work()

    assert {answer["Location"] for answer in answers} == {url("lost_link_sent")}
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_address_of_the_archive_is_left_to_its_page(language):
    with translation.override(language):
        assert resolve(f"/{language}/newsletter/").view_name == "wagtail_serve"
