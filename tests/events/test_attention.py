"""What waits for an editor."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models.letter import Letter, LetterState
from events import attention
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


def test_the_owner_is_asked_once(hub_site: HubSite) -> None:
    due = open_event(hub_site, title="Tavolo", starts_at=timezone.now() - timedelta(days=4))
    due.owner = UserFactory(email="redazione@example.org")
    due.save()

    attention.ask_for_reports()
    attention.ask_for_reports()

    (letter,) = letters()
    assert letter.to == ["redazione@example.org"]
    assert f"/admin/pages/{due.pk}/edit/" in letter.body


def test_waiting_lists_and_failed_mails_are_named(hub_site: HubSite) -> None:
    full = open_event(hub_site, capacity=1)
    join(full), join(full), join(full)
    join(open_event(hub_site, capacity=5))
    Letter.objects.filter(purpose="events.waiting").update(state=LetterState.FAILED)

    book: Any
    (book,) = attention.full_waiting_lists()

    assert (book.page, book.waiting_count) == (full, 2)
    assert attention.failed_letters().count() == 2


def test_changes_that_nobody_knows_of_are_named(hub_site: HubSite) -> None:
    event = open_event(hub_site)
    join(event)
    assert attention.untold_changes() == []

    event.status = "cancelled"
    event.save_revision().publish()

    assert [(book.page, kind) for book, kind in attention.untold_changes()] == [
        (event, "cancelled")
    ]
