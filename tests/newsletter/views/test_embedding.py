from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from newsletter import signup
from newsletter.models import ConsentChannel, ConsentEvent, ReaderRequest, Subscriber
from newsletter.wordings import PARTNER, wording
from tests.factories import TopicFactory
from tests.newsletter.readers import last_mail, token_in, typed, work

pytestmark = pytest.mark.django_db


def url(name: str = "embedded", language: str = "it") -> str:
    with translation.override(language):
        return reverse(f"newsletter:{name}")


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def send(visitor: Client, **fields):
    data = typed() | fields
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        return visitor.post(url(), data)


def ancestors(response) -> str:
    policy = response["Content-Security-Policy"]
    return next(part for part in policy.split("; ") if part.startswith("frame-ancestors"))


@pytest.mark.parametrize("name", ["embedded", "embedded_sent"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_any_site_may_frame_these_pages_and_no_others(visitor, name, language):
    response = visitor.get(url(name, language))

    assert response.status_code == 200
    assert "*" in ancestors(response)
    assert "X-Frame-Options" not in response
    assert not response.cookies
    others = [visitor.get(url(one)) for one in ("sign_up", "sign_up_sent", "lost_link")]
    assert {ancestors(one) for one in others} == {"frame-ancestors 'self'"}
    assert all(one["X-Frame-Options"] == "SAMEORIGIN" for one in others)


def test_everything_but_the_frame_is_as_strict_as_elsewhere(visitor):
    framed, usual = (visitor.get(url(name)) for name in ("embedded", "sign_up"))

    policies = [
        {part for part in one["Content-Security-Policy"].split("; ") if "ancestors" not in part}
        for one in (framed, usual)
    ]
    assert policies[0] == policies[1]


def test_a_sign_up_in_a_frame_stays_in_it_and_says_where_it_came_from(visitor):
    TopicFactory(name="Case", slug="case")
    page = visitor.get(url(), {"topic": ["case", "no"]}).text
    assert 'name="topics" value="case"' in page

    response = send(visitor, topics=["case"])
    work()
    signup.confirm(token=token_in(last_mail()))

    assert (response.status_code, response["Location"]) == (303, url("embedded_sent"))
    event = ConsentEvent.objects.get()
    assert (event.channel, event.wording_version) == (ConsentChannel.EMBED, PARTNER)
    assert wording("it", PARTNER).text in page
    assert [one.slug for one in Subscriber.objects.get().topics.all()] == ["case"]


def test_what_is_wrong_is_told_in_the_frame(visitor):
    response = send(visitor, email="anna")

    assert response.status_code == 422
    assert "*" in ancestors(response)
    assert f'action="{url()}"' in response.text
    assert not ReaderRequest.objects.exists()


def test_while_the_database_is_away_the_frame_keeps_what_was_typed(visitor, monkeypatch):
    def away(**_given):
        raise OperationalError

    monkeypatch.setattr(signup, "ask", away)

    response = send(visitor)

    assert response.status_code == 503
    assert 'value="anna@example.org"' in response.text
    assert mail.outbox == []


def test_a_form_on_a_plain_page_of_another_site_needs_one_more_press(visitor):
    first = visitor.post(url("sign_up"), {"email": "anna@example.org"})

    assert first.status_code == 422
    assert 'value="anna@example.org"' in first.text
