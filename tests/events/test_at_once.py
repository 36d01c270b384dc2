"""What happens when several people want the last seat at the same moment."""

from __future__ import annotations

import pytest
from django.core import mail

from core.models.letter import Letter
from events import checking_in, registering, seating
from events.models import EventBook, Registration
from events.registering import Result
from tests.crowds import Crowd, at_once
from tests.events.guests import answers, ask, confirm_token, join, open_event
from tests.factories import build_hub

__all__ = ["at_once"]
pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6


def test_the_last_seat_goes_to_one_of_those_who_ask_at_once(at_once: Crowd) -> None:
    event = open_event(build_hub(), capacity=3)
    join(event), join(event)
    people = [answers() for _ in range(CROWD)]

    at_once(*[lambda one=one: registering.ask(page=event, given=one) for one in people])

    pending = Registration.objects.filter(state="pending")
    assert pending.count() == CROWD
    assert pending.filter(held_until__isnull=False).count() == 1


def test_the_last_seat_goes_to_one_of_those_who_confirm_at_once(at_once: Crowd) -> None:
    event = open_event(build_hub(), capacity=2)
    tokens = [confirm_token(ask(event)) for _ in range(CROWD)]

    results = at_once(*[lambda token=token: registering.confirm(token=token) for token in tokens])

    found = [outcome.result for outcome in results]
    assert (found.count(Result.REGISTERED), found.count(Result.WAITING)) == (2, CROWD - 2)
    assert Registration.objects.filter(state="registered").count() == 2


def test_one_address_that_asks_many_times_at_once_stands_once(at_once: Crowd) -> None:
    event = open_event(build_hub(), capacity=20)
    given = answers("anna@example.org")

    at_once(*[lambda: registering.ask(page=event, given=given)] * CROWD)

    assert Registration.objects.count() == 1
    assert EventBook.objects.count() == 1
    assert Letter.objects.filter(purpose="events.confirm").count() == 1


def test_seats_given_back_at_once_move_each_of_the_waiting_up_once(at_once: Crowd) -> None:
    event = open_event(build_hub(), capacity=3)
    seated = [join(event) for _ in range(3)]
    waiting = [join(event) for _ in range(5)]
    mail.outbox.clear()

    at_once(
        *[lambda one=one: registering.cancel(registration_id=one.pk) for one in seated],
        *[lambda: seating.settle_event(key=event.translation_key)] * 3,
    )

    moved = Registration.objects.filter(promoted_at__isnull=False)
    assert set(moved) == set(waiting[:3])
    assert Letter.objects.filter(purpose="events.promoted").count() == 3
    assert Registration.objects.filter(state="registered").count() == 3


def test_cancelling_twice_at_once_frees_one_seat(at_once: Crowd) -> None:
    event = open_event(build_hub(), capacity=1)
    first = join(event)
    for _ in range(3):
        join(event)

    done = at_once(*[lambda: registering.cancel(registration_id=first.pk)] * 4)

    assert done.count(True) == 1
    assert Registration.objects.filter(state="registered").count() == 1


def test_two_at_the_door_check_somebody_in_once(at_once: Crowd) -> None:
    event = open_event(build_hub())
    guest = join(event)

    done = at_once(*[lambda: checking_in.check_in(registration_id=guest.pk)] * 4)

    assert done.count(True) == 1
