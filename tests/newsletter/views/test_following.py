"""The pages of following: what they show, and that only their buttons act."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletter import consent, following, links
from newsletter.models import ConsentChannel, Following, ReaderRequest, Subscriber, SubscriberState
from tests.newsletter.followers import confirm_token, follows, make_path, publish
from tests.newsletter.readers import confirmed, typed, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def form_of(path) -> str:
    return reverse("newsletter:follow", args=["path", path.translation_key])


def send(visitor: Client, path, email: str = "anna@example.org"):
    """Send the form as somebody does who needed some seconds to type."""
    data = typed(email)
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        return visitor.post(form_of(path), data)


def stop_page(row: Following) -> str:
    return links.following_page(links.following_token(row), "it").removeprefix(settings.HUB_URL)


def one_click(row: Following) -> str:
    token = links.following_token(row)
    return links.following_one_click(token).removeprefix(settings.HUB_URL)


def test_the_page_of_a_path_offers_to_follow_it(hub_site, visitor):
    path = make_path(hub_site)

    text = visitor.get(path.url).text

    assert f'action="{form_of(path)}"' in text


def test_the_page_of_a_call_offers_to_follow_it_until_there_are_results(hub_site, visitor):
    call = hub_site.call(title="Abitare insieme")
    publish(call)
    form = reverse("newsletter:follow", args=["call", call.translation_key])
    assert form in visitor.get(call.url).text
    call.results = "Sei progetti."
    publish(call)
    assert form not in visitor.get(call.url).text


def test_asking_leads_to_the_one_answer(hub_site, visitor):
    path = make_path(hub_site)

    response = send(visitor, path)

    assert response.status_code == 303
    assert path.title in visitor.get(response["Location"]).text
    assert ReaderRequest.objects.get().followed_key == path.translation_key


@pytest.mark.parametrize("address", ["anna", "a" * 300 + "@example.org", ""])
def test_a_wrong_address_comes_back_with_the_reason_and_what_was_typed(hub_site, visitor, address):
    path = make_path(hub_site)

    response = send(visitor, path, address)

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert not ReaderRequest.objects.exists()


@pytest.mark.parametrize("kind", ["event", "nonsense", "issue"])
def test_what_cannot_be_followed_is_not_found(hub_site, visitor, kind):
    path = make_path(hub_site)
    url = form_of(path).replace("/path/", f"/{kind}/")

    assert visitor.get(url).status_code == 404


def test_a_path_that_is_not_public_cannot_be_followed(hub_site, visitor):
    draft = hub_site.path(title="Segreto", publish=False)

    assert visitor.get(form_of(draft)).status_code == 404
    unknown = reverse("newsletter:follow", args=["path", uuid.uuid4()])
    assert visitor.post(unknown, typed()).status_code == 404


def test_looking_confirms_nothing_the_button_does(hub_site, visitor):
    path = make_path(hub_site)
    send(visitor, path)
    work()
    page = links._address("newsletter:confirm_following", "it", confirm_token())
    page = page.removeprefix(settings.HUB_URL)

    shown = visitor.get(page)
    visitor.head(page)
    assert not Following.objects.exists()
    assert "a•••@e•••.org" in shown.text
    assert shown["Cache-Control"] == "private, no-store"

    assert visitor.post(page).status_code == 200
    assert Following.objects.filter(ended_at=None).count() == 1


def test_neither_get_nor_head_stops(hub_site, visitor):
    row = follows(make_path(hub_site))

    for address in (stop_page(row), one_click(row)):
        visitor.get(address, follow=True)
        visitor.head(address)

    row.refresh_from_db()
    assert row.ended_at is None


def test_the_button_stops_this_one(hub_site, visitor):
    confirmed("anna@example.org")
    row = follows(make_path(hub_site))

    response = visitor.post(stop_page(row), {"action": "this"})

    assert response.status_code == 200
    assert "anna" not in response.text
    row.refresh_from_db()
    assert row.ended_at is not None
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE


def test_the_other_button_stops_everything(hub_site, visitor):
    confirmed("anna@example.org")
    row = follows(make_path(hub_site))

    visitor.post(stop_page(row), {"action": "everything"})

    assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED
    assert not Following.objects.filter(ended_at=None).exists()


def test_one_click_answers_200_as_often_as_it_is_called(hub_site, visitor):
    row = follows(make_path(hub_site))

    assert [visitor.post(one_click(row)).status_code for _time in range(2)] == [200, 200]

    row.refresh_from_db()
    assert row.ended_at is not None
    assert consent.history(row.subscriber)[-1].channel == ConsentChannel.ONE_CLICK


def test_a_token_of_another_purpose_stops_nothing(hub_site, visitor):
    row = follows(make_path(hub_site))
    foreign = links.unsubscribe_token(row.subscriber)

    assert visitor.post(f"/one-click/following/{foreign}/").status_code == 404
    assert visitor.get(stop_page(row)[:-8] + "/").status_code == 404


def test_the_preferences_show_what_one_follows_with_a_way_out(hub_site, visitor):
    path = make_path(hub_site)
    row = follows(path)
    page = links.preferences_url(row.subscriber).removeprefix(settings.HUB_URL)

    text = visitor.get(page).text

    assert path.title in text
    assert (
        reverse("newsletter:stop_following", args=[links.following_token(row)])
        .rpartition("/")[0]
        .split(":")[0]
        in text
    )


def test_leaving_the_newsletter_says_that_one_still_follows(hub_site, visitor):
    anna = confirmed("anna@example.org")
    path = make_path(hub_site)
    follows(path)
    page = links.unsubscribe_url(anna).removeprefix(settings.HUB_URL)

    assert path.title in visitor.post(page).text


def test_after_an_erasure_nothing_is_behind_the_link(hub_site, visitor):
    from newsletter import unsubscribing

    row = follows(make_path(hub_site))
    address = stop_page(row)
    unsubscribing.erase(subscriber_id=row.subscriber_id, channel=ConsentChannel.PAGE)

    assert visitor.get(address).status_code == 410
    assert following.of_subscriber(Subscriber.objects.get(), "it") == []
