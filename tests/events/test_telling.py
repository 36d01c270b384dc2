"""Telling those who registered of a change: once, and only after an editor's button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from events import attention, registering, telling
from events.models import EventBook, EventPage, Notice
from tests.events.guests import join, letters, open_event, subjects
from tests.factories import HubSite, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(hub_site: HubSite) -> EventPage:
    event = open_event(hub_site, title="Tavolo", capacity=1, mode="hybrid")
    join(event, "anna@example.org")
    join(event, "ugo@example.org")
    letters()
    return event


def change(event: EventPage, **fields: Any) -> EventBook:
    if "starts_at" in fields:
        fields["ends_at"] = fields["starts_at"] + timedelta(hours=2)
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()
    event.refresh_from_db()
    return EventBook.objects.get()


def found(event: EventPage) -> str | None:
    return telling.change_to_tell(EventBook.objects.get(), event)


def test_nothing_is_told_without_a_change(event: EventPage) -> None:
    assert found(event) is None
    change(event, title="Altro titolo", cost="€ 5")
    assert found(event) is None


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "postponed"}, "postponed"),
        ({"status": "moved-online", "mode": "online"}, "moved-online"),
        ({"venue": "Un’altra sala"}, "place"),
    ],
)
def test_the_change_has_a_word(event: EventPage, fields: dict[str, str], kind: str) -> None:
    change(event, **fields)

    assert found(event) == kind


def test_everybody_who_registered_is_told_once(event: EventPage) -> None:
    book = change(event, starts_at=event.starts_at + timedelta(days=7))
    assert found(event) == "moved"
    assert letters() == []

    telling.tell(book_id=book.pk, kind="moved", words="La sala era occupata.", by=UserFactory())
    with pytest.raises(telling.NothingToTellError):
        telling.tell(book_id=book.pk, kind="moved")

    sent = letters()
    assert sorted(message.to[0] for message in sent) == ["anna@example.org", "ugo@example.org"]
    assert all("La sala era occupata." in message.body for message in sent)
    assert all("Doveva essere:" in message.body for message in sent)
    assert found(event) is None


def test_each_change_is_told(event: EventPage) -> None:
    book = change(event, status="postponed")
    telling.tell(book_id=book.pk, kind="postponed")
    change(event, status="scheduled", starts_at=event.starts_at + timedelta(days=60))
    telling.tell(book_id=book.pk, kind="back")

    assert Notice.objects.count() == 2
    assert [len(mails) for mails in subjects().values()] == [2, 2]


def test_an_editor_who_saw_another_change_is_asked_again(event: EventPage) -> None:
    book = change(event, venue="Un’altra sala")
    change(event, status="cancelled")

    with pytest.raises(telling.NothingToTellError):
        telling.tell(book_id=book.pk, kind="place")
    assert letters() == []


def test_a_correction_can_be_kept_silent(event: EventPage) -> None:
    book = change(event, address="Via Roma 1")

    telling.keep_silent(book_id=book.pk, by=UserFactory())

    assert found(event) is None
    assert letters() == []


def test_who_cancelled_in_between_is_not_told(event: EventPage) -> None:
    book = change(event, status="cancelled")
    telling.tell(book_id=book.pk, kind="cancelled")
    registering.cancel(registration_id=book.registrations.get(email="ugo@example.org").pk)

    told = [message for message in letters() if "annullato" in message.subject]
    assert [message.to for message in told] == [["anna@example.org"]]


def test_the_calendar_file_of_a_cancelled_event_says_so(event: EventPage) -> None:
    book = change(event, status="cancelled")
    telling.tell(book_id=book.pk, kind="cancelled")

    (letter,) = [message for message in letters() if message.to == ["anna@example.org"]]
    assert "STATUS:CANCELLED" in letter.attachments[0][1]


def test_after_the_event_nothing_is_told(event: EventPage) -> None:
    change(event, starts_at=event.starts_at - timedelta(days=60), venue="Altrove")

    assert found(event) is None


def test_another_online_address_is_told_to_those_with_a_seat_alone(event: EventPage) -> None:
    book = change(event, online_url="https://meet.example.org/nuovo")
    assert found(event) == "access"
    assert [kind for _book, _page, kind in attention.untold_changes()] == ["access"]

    notice = telling.tell(book_id=book.pk, kind="access")

    (letter,) = letters()
    assert letter.to == ["anna@example.org"]
    assert "https://meet.example.org/nuovo" in letter.body
    assert "https://meet.example.org/nuovo" in letter.attachments[0][1].replace("\r\n ", "")
    assert "meet.example.org" not in str([notice.before, notice.after])
    assert found(event) is None


def test_the_old_address_of_a_translation_is_told_to_nobody(
    hub_site: HubSite, event: EventPage
) -> None:
    english = hub_site.in_english(event, online_url="https://meet.example.org/vecchio")
    book = change(event, online_url="https://meet.example.org/nuovo")
    book.registrations.filter(email="anna@example.org").update(language="en")

    telling.tell(book_id=book.pk, kind="access")

    (letter,) = letters()
    assert english.title in letter.subject
    assert "https://meet.example.org/nuovo" in letter.body
    assert "vecchio" not in letter.body


def test_how_to_join_is_no_news_while_nobody_has_a_seat(event: EventPage) -> None:
    book = EventBook.objects.get()
    book.registrations.filter(state="registered").update(state="cancelled")
    book = change(event, dial_in="06 1234")

    assert found(event) is None
    assert attention.untold_changes() == []


def test_how_to_join_is_no_news_while_the_event_is_off(event: EventPage) -> None:
    book = change(event, status="postponed")
    telling.tell(book_id=book.pk, kind="postponed")
    change(event, online_url="https://meet.example.org/nuovo")
    assert found(event) is None

    change(event, status="scheduled")
    assert found(event) == "back"


def test_lists_from_before_do_not_ask_about_the_address(event: EventPage) -> None:
    book = EventBook.objects.get()
    del book.told["access"]
    book.save()

    assert found(event) is None
