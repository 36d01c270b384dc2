from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from newsletter import links, pausing, unsubscribing
from newsletter.models import ConsentChannel, Subscriber, SubscriberState
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def day(days: int):
    return timezone.localdate() + timedelta(days=days)


def page(reader) -> str:
    return links.preferences_url(reader).removeprefix(settings.HUB_URL)


def state(reader) -> str:
    reader.refresh_from_db()
    return reader.state


def test_during_a_break_nothing_is_sent_and_afterwards_it_goes_on_by_itself():
    reader = SubscriberFactory()
    pausing.pause(subscriber_id=reader.pk, until=day(10))
    assert not Subscriber.objects.mailable().exists()

    for days, is_over in ((9, False), (10, True)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            assert bool(pausing.end_due()) is is_over

    assert state(reader) == SubscriberState.ACTIVE
    assert reader.paused_until is None


def test_a_break_can_be_ended_before_its_day():
    reader = SubscriberFactory()
    pausing.pause(subscriber_id=reader.pk, until=day(10))

    assert pausing.go_on(subscriber_id=reader.pk)

    assert state(reader) == SubscriberState.ACTIVE
    assert not pausing.go_on(subscriber_id=reader.pk)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_break_ends_in_the_future_and_within_a_year(days):
    with pytest.raises(ValueError, match="tomorrow"):
        pausing.pause(subscriber_id=SubscriberFactory().pk, until=day(days))


def test_who_left_during_a_break_is_not_brought_back():
    reader = SubscriberFactory()
    pausing.pause(subscriber_id=reader.pk, until=day(10))
    unsubscribing.unsubscribe(subscriber_id=reader.pk, channel=ConsentChannel.PAGE)

    with time_machine.travel(timezone.now() + timedelta(days=11), tick=False):
        assert pausing.end_due() == 0

    assert state(reader) == SubscriberState.UNSUBSCRIBED


def test_a_reader_takes_a_break_on_the_page_and_comes_back(client, hub_site):
    reader = SubscriberFactory()
    own = page(reader)
    shown = client.get(own).content.decode()
    assert f"{own}pausa/" in shown

    answer = client.post(f"{own}pausa/", {"action": "pause", "until": day(10).isoformat()})
    assert answer.status_code == 303
    assert state(reader) == SubscriberState.PAUSED
    assert "Sei in pausa fino a" in client.get(own).content.decode()

    client.post(f"{own}pausa/", {"action": "go-on"})
    assert state(reader) == SubscriberState.ACTIVE


@pytest.mark.parametrize("until", ["", "mai", "2020-01-01"])
def test_a_wrong_day_is_told_beside_the_field(client, hub_site, until):
    reader = SubscriberFactory()

    answer = client.post(f"{page(reader)}pausa/", {"action": "pause", "until": until})

    assert answer.status_code == 422
    assert answer.context["pause_form"].errors["until"]
    assert state(reader) == SubscriberState.ACTIVE


def test_looking_at_the_address_of_the_button_changes_nothing(client, hub_site):
    reader = SubscriberFactory()

    answer = client.get(f"{page(reader)}pausa/?action=pause&until={day(10)}")

    assert answer.status_code == 302
    assert state(reader) == SubscriberState.ACTIVE
