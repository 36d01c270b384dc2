"""Registering, confirming, cancelling, moving up."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.models.letter import Letter
from core.tokens import TokenExpired
from events import registering, seating
from events.models import EventBook, EventPage, Registration
from events.registering import Refusal, RefusedError, Result
from tests.events.guests import answers, ask, confirm_token, join, letters, open_event, subjects
from tests.factories import HubSite, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(hub_site: HubSite) -> EventPage:
    return open_event(hub_site, title="Tavolo", capacity=2)


def states(page: EventPage) -> dict[str, str]:
    rows = Registration.objects.filter(book__page=page).values_list("email", "state")
    return dict(rows)


def test_who_asks_is_registered_only_when_they_confirm(event: EventPage) -> None:
    registration = ask(event, "anna@example.org")
    assert states(event) == {"anna@example.org": "pending"}
    assert subjects() == {"anna@example.org": ["Conferma che vieni: Tavolo"]}

    assert registering.look(token=confirm_token(registration)).result is Result.POSSIBLE
    assert states(event) == {"anna@example.org": "pending"}
    outcome = registering.confirm(token=confirm_token(registration))

    assert outcome.result is Result.REGISTERED
    assert states(event) == {"anna@example.org": "registered"}
    assert list(subjects()) == ["anna@example.org"]


def test_confirming_twice_changes_nothing(event: EventPage) -> None:
    registration = join(event)
    letters()

    assert registering.confirm(token=confirm_token(registration)).result is Result.ALREADY
    assert letters() == []


def test_a_link_is_good_for_two_days(event: EventPage) -> None:
    token = confirm_token(ask(event))

    with time_machine.travel(timezone.now() + timedelta(days=3)), pytest.raises(TokenExpired):
        registering.confirm(token=token)


def test_who_has_asked_keeps_a_seat_for_a_while(event: EventPage) -> None:
    ask(event), ask(event)
    late = ask(event)

    assert late.held_until is None
    assert registering.confirm(token=confirm_token(late)).result is Result.WAITING


def test_a_seat_that_was_kept_in_vain_goes_to_who_waits(event: EventPage) -> None:
    slow, _there, third = ask(event, "slow@example.org"), join(event), join(event)
    assert third.state == "waiting"
    letters()

    with time_machine.travel(timezone.now() + registering.HOLD + timedelta(seconds=1)):
        assert seating.release_lapsed() == 1
        assert seating.release_lapsed() == 0
        third.refresh_from_db()
        assert third.state == "registered"
        assert subjects() == {third.email: ["Si è liberato un posto per te: Tavolo"]}
        assert registering.confirm(token=confirm_token(slow)).result is Result.WAITING


def test_the_waiting_list_moves_up_in_order_when_somebody_cancels(event: EventPage) -> None:
    first, second, third, fourth = (join(event) for _ in range(4))
    assert [registering.position(one) for one in (first, third, fourth)] == [None, 1, 2]
    letters()

    assert registering.cancel(registration_id=first.pk)
    assert not registering.cancel(registration_id=first.pk)

    third.refresh_from_db()
    assert (third.state, registering.position(fourth)) == ("registered", 1)
    assert set(subjects()) == {first.email, third.email}
    assert second.state == "registered"


def test_more_seats_move_the_waiting_list_up_when_the_page_is_published(
    event: EventPage, django_capture_on_commit_callbacks
) -> None:
    people = [join(event) for _ in range(5)]
    letters()
    mail.outbox.clear()

    event.capacity = 4
    with django_capture_on_commit_callbacks(execute=True):
        event.save_revision().publish()

    assert list(states(event).values()).count("registered") == 4
    assert {message.to[0] for message in mail.outbox} == {people[2].email, people[3].email}


def test_without_a_waiting_list_a_full_event_refuses(hub_site: HubSite) -> None:
    event = open_event(hub_site, capacity=1, has_waiting_list=False)
    join(event)

    with pytest.raises(RefusedError) as refusal:
        ask(event)
    assert refusal.value.refusal is Refusal.FULL


def test_reserved_seats_are_not_given_away(hub_site: HubSite) -> None:
    event = open_event(hub_site, capacity=3, reserved_seats=2)

    assert [join(event).state, join(event).state] == ["registered", "waiting"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"registration_mode": "none"}, Refusal.NOT_HERE),
        ({"registration_mode": "invitation"}, Refusal.BY_INVITATION),
        ({"status": "cancelled"}, Refusal.CANCELLED),
        ({"status": "postponed"}, Refusal.POSTPONED),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, Refusal.NOT_YET),
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, Refusal.OVER),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, Refusal.OVER),
    ],
)
def test_registration_is_refused_with_the_reason(
    hub_site: HubSite, fields: dict[str, object], expected: Refusal
) -> None:
    event = open_event(hub_site, **fields)

    with pytest.raises(RefusedError) as refusal:
        registering.ask(page=event, given=answers())
    assert refusal.value.refusal is expected
    assert not Registration.objects.exists()


def test_the_invited_can_register(hub_site: HubSite) -> None:
    event = open_event(hub_site, registration_mode="invitation")

    registering.ask(page=event, given=answers(), is_invited=True)

    assert Registration.objects.count() == 1


def test_a_wrong_address_is_refused_before_anything_is_written(event: EventPage) -> None:
    with pytest.raises(ValidationError):
        registering.ask(page=event, given=answers("anna@"))
    assert not EventBook.objects.exists()


def test_who_is_registered_already_gets_their_own_page_once_a_day(event: EventPage) -> None:
    join(event, "anna@example.org")
    letters()

    for _ in range(3):
        registering.ask(page=event, given=answers("Anna@Example.org"))

    assert Registration.objects.count() == 1
    assert subjects() == {"anna@example.org": ["Sei già fra gli iscritti: Tavolo"]}


def test_nobody_can_have_an_address_flooded(hub_site: HubSite) -> None:
    events = [open_event(hub_site) for _ in range(registering.MOST_PENDING + 2)]

    for event in events:
        registering.ask(page=event, given=answers("victim@example.org"))

    assert Letter.objects.count() == registering.MOST_PENDING


def test_all_languages_share_one_room(hub_site: HubSite) -> None:
    event = open_event(hub_site, capacity=1)
    english = hub_site.in_english(event, title="Table")

    join(event)
    registering.ask(page=english, given=answers("late@example.org", language="en"))

    late = Registration.objects.get(email="late@example.org")
    assert (late.book.page, late.held_until) == (event, None)
    english.refresh_from_db()
    assert english.seats == "waiting-list"
    assert [letter.subject for letter in letters()][-1] == "Confirm that you are coming: Table"


def test_seats_are_told_in_broad_terms(hub_site: HubSite) -> None:
    event = open_event(hub_site, capacity=5)

    def word() -> str:
        event.refresh_from_db()
        return event.seats

    join(event)
    assert word() == "many"
    join(event)
    assert word() == "few"
    for _ in range(3):
        join(event)
    assert word() == "waiting-list"


def test_staff_can_give_a_seat_beyond_the_last(event: EventPage) -> None:
    user = UserFactory()
    join(event), join(event)

    added = registering.add(page=event, given=answers(), by=user, even_if_full=True)
    waiting = registering.add(page=event, given=answers(), by=user)
    again = registering.add(page=event, given=answers(added.email), by=user)

    assert (added.state, waiting.state, again) == ("registered", "waiting", None)


def test_nobody_moves_up_when_the_event_is_cancelled(event: EventPage) -> None:
    first, _second, third = join(event), join(event), join(event)
    event.status = "cancelled"
    event.save_revision().publish()

    registering.cancel(registration_id=first.pk)

    third.refresh_from_db()
    assert third.state == "waiting"
