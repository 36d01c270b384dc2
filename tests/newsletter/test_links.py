from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from core.tokens import TokenExpired, TokenInvalid
from newsletter import links
from newsletter.models import ReaderRequest
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def token_of(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def test_links_are_absolute_and_in_the_readers_language(settings):
    settings.HUB_URL = "https://hub.example.org"
    anna = SubscriberFactory(language="en")
    delivery = SimpleNamespace(pk=12)

    assert links.preferences_url(anna).startswith("https://hub.example.org/en/newsletter/")
    assert links.unsubscribe_url(anna, delivery).startswith("https://hub.example.org/en/newslet")
    assert links.one_click_url(anna).startswith("https://hub.example.org/one-click/")


def test_a_link_speaks_for_its_reader_and_names_the_delivery():
    anna = SubscriberFactory()

    link = links.read_unsubscribe(token_of(links.one_click_url(anna, SimpleNamespace(pk=12))))

    assert (link.public_id, link.delivery) == (anna.public_id, "12")
    assert link.reference == "delivery 12"
    assert links.read_unsubscribe(token_of(links.unsubscribe_url(anna))).reference == ""


def test_a_link_holds_no_address():
    anna = SubscriberFactory(email="anna@example.org")

    assert "anna" not in links.preferences_url(anna) + links.unsubscribe_url(anna)


def test_a_link_for_one_purpose_serves_no_other():
    anna = SubscriberFactory()

    with pytest.raises(TokenInvalid):
        links.read_preferences(token_of(links.unsubscribe_url(anna)))
    with pytest.raises(TokenInvalid):
        links.read_unsubscribe(token_of(links.preferences_url(anna)))
    with pytest.raises(TokenInvalid):
        links.read_confirm(token_of(links.preferences_url(anna)))


def test_a_confirmation_link_is_good_for_seven_days():
    request = ReaderRequest.objects.create(kind="sign-up", language="it")
    token = token_of(links.confirm_url(request))

    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        assert links.read_confirm(token) == request.public_id
    with (
        time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)),
        pytest.raises(TokenExpired),
    ):
        links.read_confirm(token)


def test_the_links_of_old_mails_work_for_more_than_two_years():
    anna = SubscriberFactory()
    token = token_of(links.unsubscribe_url(anna))

    with time_machine.travel(timezone.now() + timedelta(days=2 * 366)):
        assert links.read_unsubscribe(token).public_id == anna.public_id
    with time_machine.travel(timezone.now() + timedelta(days=821)), pytest.raises(TokenExpired):
        links.read_unsubscribe(token)


@pytest.mark.parametrize("change", [lambda t: t[:-3], lambda t: "x" + t, lambda t: t.swapcase()])
def test_a_damaged_link_is_refused(change):
    token = token_of(links.unsubscribe_url(SubscriberFactory()))

    with pytest.raises(TokenInvalid):
        links.read_unsubscribe(change(token))
