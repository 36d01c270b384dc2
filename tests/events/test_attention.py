"""What waits for an editor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.models.letter import Letter
from events import attention, registering, telling
from events.models import EventBook, EventPage, NoticeCopy, Registration
from tests.events.guests import join, letters, open_event
from tests.factories import HubSite, UserFactory

pytestmark = pytest.mark.django_db


def test_reports_are_awaited_from_the_third_day_on(hub_site: HubSite) -> None:
    now = timezone.now()
    due = open_event(hub_site, starts_at=now - timedelta(days=4))
    open_event(hub_site, starts_at=now - timedelta(days=2))
    open_event(hub_site, starts_at=now - timedelta(days=4), status="cancelled")
    open_event(hub_site, starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=1))
    open_event(
        hub_site,
        starts_at=now - timedelta(days=5),
        has_report=True,
        attended_count=9,
        decisions="<p>Si fa.</p>",
    )
    hub_site.in_english(due)

    assert list(attention.awaiting_report()) == [due]


def test_public_events_older_than_a_question_are_found_until_somebody_answers_it(
    hub_site: HubSite,
) -> None:
    whole = open_event(hub_site, municipality="Copparo")
    townless = open_event(hub_site, municipality="")
    open_event(hub_site, mode="online", venue="", municipality="")
    open_event(hub_site, status="cancelled", municipality="")
    past = timezone.now() - timedelta(days=40)
    open_event(hub_site, starts_at=past, ends_at=None, municipality="")
    hub_site.in_english(townless)
    assert list(attention.incomplete()) == [townless]

    EventPage.objects.filter(pk=townless.pk).update(municipality="Ferrara")
    EventPage.objects.filter(pk=whole.pk).update(ends_at=None)
    assert list(attention.incomplete()) == [whole]

    EventPage.objects.filter(pk=whole.pk).update(ends_at=whole.ends_at)
    EventPage.organisers.through.objects.filter(eventpage=townless).delete()
    assert list(attention.incomplete()) == [townless]


def test_the_owner_is_asked_once(hub_site: HubSite) -> None:
    due = open_event(hub_site, title="Tavolo", starts_at=timezone.now() - timedelta(days=4))
    due.owner = UserFactory(email="redazione@example.org")
    due.save()

    attention.ask_for_reports()
    attention.ask_for_reports()

    (letter,) = letters()
    assert letter.to == ["redazione@example.org"]
    assert f"/admin/pages/{due.pk}/edit/" in letter.body


def test_people_who_wait_are_counted_where_the_event_takes_place(hub_site: HubSite) -> None:
    full = open_event(hub_site, capacity=1)
    join(full), join(full), join(full)
    join(open_event(hub_site, capacity=5))
    off = open_event(hub_site, capacity=1)
    join(off), join(off)
    off.status = "cancelled"
    off.save_revision().publish()

    book: Any
    (book,) = attention.full_waiting_lists()

    assert (book.page, book.waiting_count) == (full, 2)
    first = Registration.objects.waiting().filter(book=book).first()
    assert first is not None
    assert book.waiting_from == first.waiting_since


def test_whom_a_mail_did_not_reach_is_known_until_they_cancel(hub_site: HubSite) -> None:
    event = open_event(hub_site)
    missed, told = join(event), join(event)
    join(event)
    Letter.objects.filter(purpose="events.registered", about_id=missed.pk).update(state="failed")
    event.venue = "Altrove"
    event.save_revision().publish()
    book = EventBook.objects.get()
    telling.tell(book_id=book.pk, kind="place")
    copy = NoticeCopy.objects.get(registration=told)
    Letter.objects.filter(purpose="events.notice", about_id=copy.pk).update(state="failed")
    Letter.objects.create(purpose="events.report_due", about_id=missed.pk, state="failed")

    assert set(attention.unreached()) == {missed, told}
    assert attention.letters_not_delivered().count() == 2

    registering.cancel(registration_id=told.pk)
    assert list(attention.unreached()) == [missed]

    Letter.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert not attention.unreached().exists()


@pytest.mark.parametrize("way", ["button", "schedule"])
def test_changes_that_nobody_knows_of_are_named(hub_site: HubSite, way: str) -> None:
    event = open_event(hub_site)
    join(event)
    assert attention.untold_changes() == []

    event.status = "cancelled"
    if way == "schedule":
        event.go_live_at = timezone.now() + timedelta(hours=1)
        event.save_revision().publish()
        assert attention.untold_changes() == []
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            call_command("publish_scheduled")
    else:
        event.save_revision().publish()

    [(book, page, kind)] = attention.untold_changes()
    assert (book.page, page, kind) == (event, event, "cancelled")


def test_asking_for_untold_changes_takes_two_queries(
    hub_site: HubSite, django_assert_num_queries: Any
) -> None:
    for _each in range(3):
        event = open_event(hub_site)
        join(event)
        event.venue = "Altrove"
        event.save_revision().publish()

    with django_assert_num_queries(2):
        assert len(attention.untold_changes()) == 3
