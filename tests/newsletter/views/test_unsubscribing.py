from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsletter import consent, links, unsubscribing
from newsletter.models import ConsentChannel, ConsentEvent, Subscriber, SubscriberState
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def page_of(reader: Subscriber) -> str:
    return links.unsubscribe_url(reader, SimpleNamespace(pk=12)).removeprefix(hub_url())


def one_click_of(reader: Subscriber) -> str:
    return links.one_click_url(reader, SimpleNamespace(pk=12)).removeprefix(hub_url())


def hub_url() -> str:
    from django.conf import settings

    return settings.HUB_URL


def state(reader: Subscriber) -> str:
    return Subscriber.objects.get(pk=reader.pk).state


@pytest.mark.parametrize("path_of", [page_of, one_click_of])
def test_neither_get_nor_head_unsubscribes(visitor, path_of):
    anna = SubscriberFactory()

    visitor.get(path_of(anna), follow=True)
    visitor.head(path_of(anna))

    assert state(anna) == SubscriberState.ACTIVE


def test_the_page_shows_the_address_masked_and_the_button_unsubscribes(visitor):
    anna = SubscriberFactory(email="anna@example.org", language="en")

    assert "a•••@e•••.org" in visitor.get(page_of(anna)).text
    response = visitor.post(page_of(anna))

    assert response.status_code == 200
    assert "You are unsubscribed" in response.text
    assert "anna" not in response.text
    assert state(anna) == SubscriberState.UNSUBSCRIBED
    assert consent.history(anna)[-1].reference == "delivery 12"


def test_pressing_twice_is_answered_kindly(visitor):
    anna = SubscriberFactory(language="en")
    visitor.post(page_of(anna))

    for method in (visitor.post, visitor.get):
        response = method(page_of(anna))
        assert response.status_code == 200
        assert "You are already unsubscribed" in response.text


def test_the_pages_are_kept_by_nobody(visitor):
    anna = SubscriberFactory()

    for response in (
        visitor.get(page_of(anna)),
        visitor.post(page_of(anna)),
        visitor.get(one_click_of(anna)),
        visitor.post(one_click_of(anna)),
        visitor.post("/one-click/wrong/"),
    ):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


@pytest.mark.parametrize(
    "body",
    [
        {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"},
        {"data": {"List-Unsubscribe": "One-Click"}},
        {"data": "", "content_type": "text/plain"},
        {"data": "\0{", "content_type": "application/json"},
    ],
)
def test_one_click_unsubscribes_without_cookie_token_or_redirect(visitor, body):
    anna = SubscriberFactory()

    response = visitor.post(one_click_of(anna), **body)

    assert response.status_code == 200
    assert state(anna) == SubscriberState.UNSUBSCRIBED
    assert consent.history(anna)[-1].channel == "one-click"


def test_one_click_may_be_repeated_and_is_written_down_once(visitor):
    anna = SubscriberFactory()

    codes = [visitor.post(one_click_of(anna)).status_code for _ in range(3)]

    assert codes == [200, 200, 200]
    assert len(consent.history(anna)) == 2


def test_one_click_for_erased_data_has_nothing_to_do_and_says_200(visitor):
    anna = SubscriberFactory()
    path = one_click_of(anna)
    unsubscribing.erase(subscriber_id=anna.pk, channel=ConsentChannel.PAGE)

    assert visitor.post(path).status_code == 200
    assert visitor.get(page_of(anna)).status_code == 410


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path[:-8] + "/",
        lambda path: path.replace("one-click/", "one-click/x"),
        lambda _path: "/one-click/wrong/",
        lambda _path: "/one-click/%00/",
        lambda _path: "/one-click/",
    ],
)
def test_a_damaged_one_click_link_is_a_problem_document_and_changes_nothing(visitor, damage):
    anna = SubscriberFactory()

    response = visitor.post(damage(one_click_of(anna)))

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404
    assert state(anna) == SubscriberState.ACTIVE


def test_a_link_for_the_preferences_does_not_unsubscribe(visitor):
    anna = SubscriberFactory()
    token = links.preferences_url(anna).rstrip("/").rpartition("/")[2]

    assert visitor.post(f"/one-click/{token}/").status_code == 404
    assert state(anna) == SubscriberState.ACTIVE


def test_a_link_older_than_two_years_and_some_months_says_so(visitor):
    anna = SubscriberFactory(language="en")
    page, one_click = page_of(anna), one_click_of(anna)

    with time_machine.travel(timezone.now() + timedelta(days=2 * 366)):
        assert visitor.get(page).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=821)):
        response = visitor.post(page)
        assert response.status_code == 410
        assert "/en/newsletter/preferences/" in response.text
        assert visitor.post(one_click).status_code == 410
    assert state(anna) == SubscriberState.ACTIVE
    assert ConsentEvent.objects.count() == 1


def test_a_mail_program_that_opens_the_one_click_link_finds_the_page(visitor):
    anna = SubscriberFactory(language="en")

    response = visitor.get(one_click_of(anna), follow=True)

    assert "Unsubscribe?" in response.text
