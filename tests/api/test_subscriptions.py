"""Signing up by program: the same defences as the form, the same answer for everybody."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.budgeting import HOUR
from newsletter import allowances, signup, suppression
from newsletter.models import (
    ConsentChannel,
    ConsentEvent,
    ReaderRequest,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from newsletter.wordings import CURRENT, FOLLOWING, PARTNER, wording
from tests.api.test_openapi import hold_against
from tests.factories import TerritoryFactory, TopicFactory
from tests.newsletter.readers import SubscriberFactory, last_mail, token_in, work

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/subscriptions/"


@pytest.fixture
def program() -> Client:
    return Client(enforce_csrf_checks=True)


def form(program: Client, language: str = "it") -> Any:
    answer = program.get(ADDRESS, {"language": language})
    hold_against("SubscriptionForm", answer.json())
    return answer.json()


def send(program: Client, later: int = 5, **fields: Any) -> Any:
    """Get what a form needs, take a person's time, and send it."""
    given = form(program)
    body = {
        "email": "anna@example.org",
        "wording_version": given["wording"]["version"],
        "stamp": given["stamp"],
    } | fields
    with time_machine.travel(timezone.now() + timedelta(seconds=later)):
        return post(program, body)


def post(program: Client, body: Any, **more: Any) -> Any:
    return program.post(ADDRESS, json.dumps(body), content_type="application/json", **more)


def errors(answer: Any) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    assert answer["Content-Type"] == "application/problem+json"
    hold_against("Problem", answer.json())
    return {(one["field"], one["code"]) for one in answer.json()["errors"]}


def test_the_form_gets_the_words_that_people_must_read(program):
    for language in ("it", "en"):
        shown = form(program, language)["wording"]
        assert (shown["text"], shown["sha256"]) == (
            wording(language, PARTNER).text,
            wording(language, PARTNER).text_hash,
        )


def test_asking_brings_one_mail_and_makes_nobody_a_reader(program):
    answer = send(program)
    work()

    assert answer.status_code == 202
    hold_against("SubscriptionAnswer", answer.json())
    assert [one.to for one in mail.outbox] == [["anna@example.org"]]
    assert Subscriber.objects.get().state == SubscriberState.PENDING


def test_the_button_in_the_mail_subscribes_with_words_and_choice(program):
    TopicFactory(name="Case", slug="case")
    TerritoryFactory(name="Sardegna", code="20", level="region")
    send(program, language="en", topics=["case"], territories=["20"], frequency="monthly")
    work()

    signup.confirm(token=token_in(last_mail()))

    anna = Subscriber.objects.get()
    assert (anna.state, anna.language, anna.frequency) == ("active", "en", "monthly")
    assert [one.slug for one in anna.topics.all()] == ["case"]
    assert [one.code for one in anna.territories.all()] == ["20"]
    event = ConsentEvent.objects.get()
    assert (event.channel, event.wording_version) == (ConsentChannel.API, PARTNER)
    assert event.wording_hash == wording("en", PARTNER).text_hash


def test_the_answer_is_the_same_whoever_is_known(program):
    SubscriberFactory(email="anna@example.org")
    suppression.suppress(email="mai@example.org", reason=SuppressionReason.OBJECTION)

    answers = [send(program, email=f"{name}@example.org") for name in ("anna", "bruno", "mai")]

    assert len({(one.status_code, one.content, str(one.headers)) for one in answers}) == 1


def test_the_answer_comes_before_anything_that_depends_on_the_address(
    program, django_assert_max_num_queries
):
    SubscriberFactory(email="anna@example.org")
    counts = []
    for email in ("anna@example.org", "bruno@example.org"):
        with django_assert_max_num_queries(20) as queries:
            send(program, email=email)
        counts.append([query["sql"].split()[0] for query in queries.captured_queries])

    assert counts[0] == counts[1]


def test_a_known_readers_choice_is_not_changed_by_somebody_who_types_their_address(program):
    topic = TopicFactory(name="Case", slug="case")
    anna = SubscriberFactory(email="anna@example.org")

    send(program, topics=["case"], frequency="monthly")
    work()

    anna.refresh_from_db()
    assert anna.frequency == "issue"
    assert topic not in anna.topics.all()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": ""}, {("email", "empty")}),
        ({"email": "anna"}, {("email", "no-at")}),
        ({"email": 5}, {("email", "control")}),
        ({"email": ["a@example.org"]}, {("email", "control")}),
        ({"email": "anna@mailinator.com"}, {("email", "disposable")}),
        ({"email": "anna@example.org\r\nBcc: b@example.org"}, {("email", "control")}),
        ({"hub_note": "ciao"}, {("hub_note", "invalid")}),
        ({"stamp": ""}, {("stamp", "old")}),
        ({"stamp": "x"}, {("stamp", "old")}),
        ({"language": "de"}, {("language", "not-allowed")}),
        ({"wording_version": "2019"}, {("wording_version", "unknown-wording")}),
        ({"wording_version": FOLLOWING}, {("wording_version", "unknown-wording")}),
        ({"topics": ["no"]}, {("topics", "not-found")}),
        ({"topics": ["\0"]}, {("topics", "not-found")}),
        ({"territories": ["\0"]}, {("territories", "not-found")}),
        ({"topics": "case"}, {("topics", "bad-list")}),
        ({"topics": ["a"] * 21}, {("topics", "bad-list")}),
        ({"territories": ["038"]}, {("territories", "not-found")}),
        ({"frequency": "hourly"}, {("frequency", "not-allowed")}),
        ({"frequency": None}, {("frequency", "not-allowed")}),
        ({"frequency": []}, {("frequency", "not-allowed")}),
        ({"a\nb": 1}, {("a�b", "unknown")}),
        ({"state": "active"}, {("state", "unknown")}),
        ({"email": "", "frequency": "x"}, {("email", "empty"), ("frequency", "not-allowed")}),
    ],
)
def test_every_wrong_field_is_named_and_nothing_is_kept(program, fields, wrong):
    assert errors(send(program, **fields)) == wrong
    assert not ReaderRequest.objects.exists()


def test_a_program_that_does_not_wait_is_refused_and_told_so(program):
    assert errors(send(program, later=0)) == {("stamp", "quick")}


def test_words_of_an_error_come_in_the_language_that_is_asked_for(program):
    given = form(program)
    body = {"email": "", "wording_version": CURRENT, "stamp": given["stamp"]}

    english = post(program, body, headers={"Accept-Language": "en"})
    italian = post(program, body, headers={"Accept-Language": "it"})

    assert english.json()["errors"][0]["detail"] == "Write your e-mail address."
    assert italian.json()["errors"][0]["detail"] != english.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 400),
        ('"x"', "application/json", 400),
        ("[" * 5000, "application/json", 400),
        # Half a character, as a name and as a value.
        (r'{"\ud800": 1}', "application/json", 400),
        (r'{"topics": ["\ud800"]}', "application/json", 400),
        ("email=anna", "application/x-www-form-urlencoded", 415),
        (" " * 9000, "application/json", 413),
    ],
)
def test_what_is_no_json_object_is_a_problem(program, body, content_type, status):
    answer = program.post(ADDRESS, body, content_type=content_type)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_a_network_that_asks_too_often_is_told_to_wait(program, monkeypatch):
    monkeypatch.setattr(allowances, "NETWORK_SHARES", ((HOUR, 2),))

    answers = [send(program, email=f"a{number}@example.org") for number in range(3)]

    assert [one.status_code for one in answers] == [202, 202, 429]
    assert int(answers[2]["Retry-After"]) > 0
    hold_against("Problem", answers[2].json())


def test_a_script_of_another_site_may_send_it_without_credentials(program):
    answer = program.options(
        ADDRESS,
        headers={
            "Origin": "https://partner.example.net",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer["Access-Control-Allow-Methods"]
    assert "content-type" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer


def test_no_cache_keeps_a_form_and_no_cookie_is_set(program):
    answer = program.get(ADDRESS)

    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_everything_else_is_still_read_only(program):
    assert program.post("/api/v1/entries/").status_code == 405
    assert program.put(ADDRESS).status_code == 405
