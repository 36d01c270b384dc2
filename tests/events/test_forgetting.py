"""What is deleted, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events import forgetting
from events.models import EventPage, Registration
from events.privacy_notices import notice
from tests.events.guests import ask, join, letters, open_event
from tests.factories import HubSite

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(hub_site: HubSite) -> EventPage:
    return open_event(hub_site, starts_at=timezone.now() + timedelta(days=10))


def test_who_never_confirms_is_deleted_after_two_days(event: EventPage) -> None:
    ask(event), join(event)

    with time_machine.travel(timezone.now() + timedelta(days=1, hours=23)):
        assert forgetting.forget_unconfirmed() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=1)):
        assert forgetting.forget_unconfirmed() == 1
    assert Registration.objects.get().state == "registered"


def test_needs_are_deleted_thirty_days_after_the_event(event: EventPage) -> None:
    guest = join(event, access_needs="Una rampa")

    with time_machine.travel(event.over_at + timedelta(days=29)):
        assert forgetting.forget_access_needs() == 0
    with time_machine.travel(event.over_at + timedelta(days=31)):
        assert forgetting.forget_access_needs() == 1
        assert forgetting.forget_access_needs() == 0
    guest.refresh_from_db()
    assert (guest.access_needs, guest.email != "") == ("", True)


def test_after_a_year_only_numbers_remain(event: EventPage) -> None:
    guest = join(event, "anna@example.org", organisation="La Ginestra")

    with time_machine.travel(event.over_at + timedelta(days=366)):
        assert forgetting.anonymise() == 1
        assert forgetting.anonymise() == 0
    guest.refresh_from_db()
    assert (guest.name, guest.email, guest.email_key, guest.organisation) == ("", "", "", "")
    assert guest.state == "registered"


def test_the_promises_hold_when_the_page_is_deleted(event: EventPage) -> None:
    join(event, access_needs="Una rampa")
    over_at = event.over_at
    event.delete()

    with time_machine.travel(over_at + timedelta(days=366)):
        assert forgetting.forget_access_needs() == 1
        assert forgetting.anonymise() == 1


def test_a_moved_event_moves_the_periods(event: EventPage, django_capture_on_commit_callbacks):
    guest = join(event, access_needs="Una rampa")
    before = event.over_at
    event.starts_at += timedelta(days=60)
    event.ends_at = event.starts_at + timedelta(hours=2)
    with django_capture_on_commit_callbacks(execute=True):
        event.save_revision().publish()

    with time_machine.travel(before + timedelta(days=31)):
        assert forgetting.forget_access_needs() == 0
    guest.refresh_from_db()
    assert guest.access_needs == "Una rampa"


def test_who_is_forgotten_gets_no_more_mail(event: EventPage) -> None:
    guest = join(event)
    letters()
    ask(event, "other@example.org")
    forgetting.erase(registration_id=guest.pk)

    assert guest.email not in {message.to[0] for message in letters()}


def test_a_registration_names_the_notice_it_was_made_under(event: EventPage) -> None:
    guest = join(event, language="en")

    assert guest.notice_version == "2026-11"
    assert guest.notice_hash == notice("en").text_hash != notice("it").text_hash
