from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from newsletter import unsubscribing
from newsletter.models import ConsentChannel, ConsentEvent, Subscriber, SubscriberState
from tests.newsletter.readers import SubscriberFactory, asked, link_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def link() -> str:
    asked("anna@example.org", "en")
    return link_in(mail.outbox[0])


def state() -> str:
    return Subscriber.objects.get().state


def test_opening_the_link_changes_nothing_however_often(visitor, link):
    for method in (visitor.get, visitor.head, visitor.get):
        assert method(link).status_code == 200

    assert state() == SubscriberState.PENDING
    assert not ConsentEvent.objects.exists()


def test_the_button_confirms(visitor, link):
    response = visitor.post(link)

    assert response.status_code == 200
    assert "You are subscribed" in response.text
    assert state() == SubscriberState.ACTIVE


def test_the_page_shows_the_address_masked(visitor, link):
    response = visitor.get(link)

    assert "a•••@e•••.org" in response.text
    assert "anna" not in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_is_kept_by_nobody_and_tells_nobody_its_address(visitor, link, method):
    for path in (link, link[:-5] + "/"):
        response = getattr(visitor, method)(path)

        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert not response.cookies


def test_a_second_press_is_answered_kindly(visitor, link):
    visitor.post(link)

    for method in (visitor.post, visitor.get):
        response = method(link)
        assert response.status_code == 200
        assert "You are already subscribed" in response.text


def test_a_truncated_link_says_so_and_changes_nothing(visitor, link):
    for method in (visitor.get, visitor.post):
        response = method(link[:-10] + "/")
        assert response.status_code == 404
        assert "This link is incomplete" in response.text

    assert state() == SubscriberState.PENDING


def test_an_expired_link_says_so_and_offers_a_new_one(visitor, link):
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        for method in (visitor.get, visitor.post):
            response = method(link)
            assert response.status_code == 410
            assert "This link is too old" in response.text
            assert "/en/newsletter/sign-up/" in response.text

    assert state() == SubscriberState.PENDING


def test_a_link_made_for_something_else_is_refused(visitor, link):
    from newsletter import links

    foreign = links.unsubscribe_token(SubscriberFactory())
    path = link.rstrip("/").rpartition("/")[0] + f"/{foreign}/"

    assert visitor.post(path).status_code == 404


def test_a_used_link_of_somebody_who_left_says_so(visitor, link):
    visitor.post(link)
    unsubscribing.unsubscribe(
        subscriber_id=Subscriber.objects.get().pk, channel=ConsentChannel.PAGE
    )

    response = visitor.post(link)

    assert response.status_code == 410
    assert "This link has already been used" in response.text
    assert state() == SubscriberState.UNSUBSCRIBED


def test_a_link_to_erased_data_says_so(visitor, link):
    unsubscribing.erase(subscriber_id=Subscriber.objects.get().pk, channel=ConsentChannel.PAGE)

    response = visitor.get(link)

    assert response.status_code == 410
    assert "There is nothing behind this link any more" in response.text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("word", ["confirm", "unsubscribe"])
def test_a_link_that_lost_its_token_says_so(visitor, method, word):
    response = getattr(visitor, method)(f"/en/newsletter/{word}/")

    assert response.status_code == 404
    assert "This link is incomplete" in response.text


@pytest.mark.parametrize("token", ["%00", "a%0Ab", "x" * 900, "è", "..", "%2e%2e"])
def test_any_nonsense_in_the_address_is_a_clear_answer(visitor, token):
    assert visitor.get(f"/en/newsletter/confirm/{token}/").status_code == 404


def test_problems_are_told_in_the_language_of_the_address(visitor):
    response = visitor.get("/it/newsletter/conferma/sbagliato/")

    assert response.status_code == 404
    assert '<html lang="it"' in response.text
