"""The list of registrations in the admin: who sees it, finding, checking in, files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission, ModelLogEntry, Page, PageLogEntry

from events import checking_in, links
from events.models import EventBook, EventPage, Notice, Registration
from tests.events.guests import join, letters, open_event
from tests.factories import HubSite, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(hub_site: HubSite) -> EventPage:
    event = open_event(hub_site, title="Tavolo", capacity=2)
    join(event, "anna@example.org", name="Anna Bianchi", organisation="La Ginestra")
    join(event, "ugo@example.org", name="Ugo Neri", access_needs="Una rampa")
    join(event, "ida@example.org", name="Ida Verdi")
    letters()
    return event


def staff(*rights: str) -> Client:
    """Somebody who edits pages and has these rights on registrations."""
    group = Group.objects.create(name=f"Gruppo {Group.objects.count()}")
    names = ["access_admin", *rights]
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    for name in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", content_type__model="page", codename=name
        )
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission=permission
        )
    user = UserFactory()
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def door(event: EventPage) -> Client:
    """Somebody who may see and change registrations."""
    return staff("view_registration", "change_registration")


def address(event: EventPage, more: str = "") -> str:
    return f"/admin/registrations/{event.pk}/{more}"


def names(answer: Any) -> list[str]:
    page = BeautifulSoup(answer.content, "html.parser")
    return [row.next_element.strip() for row in page.select("tbody th[scope=row]")]


@pytest.mark.parametrize("path", ["", "print/", "add/", "tell/", "download/csv/", "download/xlsx/"])
def test_without_the_right_nobody_sees_a_name(event: EventPage, path: str) -> None:
    editor = staff()

    answer = editor.get(address(event, path))

    assert answer.status_code == 302
    assert "anna@example.org" not in editor.get("/admin/event-list/").content.decode()


@pytest.mark.parametrize("act", ["check-in", "undo", "cancel"])
def test_looking_is_not_changing(event: EventPage, act: str) -> None:
    one = Registration.objects.get(name="Anna Bianchi")
    path = f"/admin/registrations/registration/{one.pk}/{act}/"

    assert staff("view_registration").post(path).status_code == 302
    assert staff("view_registration", "change_registration").get(path).status_code == 405
    one.refresh_from_db()
    assert one.state == "registered"


def test_everybody_stands_in_the_list_with_numbers(event: EventPage, door: Client) -> None:
    answer = door.get(address(event))

    assert names(answer) == ["Anna Bianchi", "Ida Verdi", "Ugo Neri"]
    counts = BeautifulSoup(answer.content, "html.parser").select(".ev-counts dd")
    assert [int(one.text) for one in counts] == [0, 2, 1, 0, 0, 0, 2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=ginestra", ["Anna Bianchi"]),
        ("q=neri+ugo", ["Ugo Neri"]),
        ("q=ida@example", ["Ida Verdi"]),
        ("state=waiting", ["Ida Verdi"]),
        ("q=nobody", []),
        ("state=nonsense", ["Anna Bianchi", "Ida Verdi", "Ugo Neri"]),
    ],
)
def test_people_are_found(event: EventPage, door: Client, query: str, expected: list[str]) -> None:
    assert names(door.get(f"{address(event)}?{query}")) == expected


def test_somebody_is_checked_in_by_a_button_and_back(event: EventPage, door: Client) -> None:
    one = Registration.objects.get(name="Anna Bianchi")
    path = f"/admin/registrations/registration/{one.pk}/"

    answer = door.post(f"{path}check-in/", {"query": "q=anna"})
    one.refresh_from_db()
    assert (one.state, answer["Location"]) == ("attended", f"{address(event)}?q=anna")
    assert one.checked_in_at is not None

    door.post(f"{path}undo/")
    one.refresh_from_db()
    assert one.state == "registered"
    assert not Registration.objects.filter(pk=one.pk, checked_in_at__isnull=False).exists()
    actions = PageLogEntry.objects.filter(page=event.pk).values_list("action", flat=True)
    assert {"events.check_in", "events.undo"} <= set(actions)
    assert not ModelLogEntry.objects.filter(label__contains="Anna").exists()


@pytest.mark.parametrize("how", ["{code}", " {lower} ", "https://x.example.org/a/{code}/"])
def test_a_code_is_enough(event: EventPage, door: Client, how: str) -> None:
    one = Registration.objects.get(name="Ugo Neri")
    typed = how.format(code=one.code, lower=one.code.lower())

    door.post(address(event, "code/"), {"code": typed})

    one.refresh_from_db()
    assert one.state == "attended"


def test_a_wrong_code_checks_nobody_in(event: EventPage, door: Client) -> None:
    for code in ("", "XXXXXX", "'; --"):
        assert door.post(address(event, "code/"), {"code": code}).status_code == 302
    assert not Registration.objects.filter(state="attended").exists()


def test_the_square_code_leads_to_a_button(event: EventPage, door: Client) -> None:
    one = Registration.objects.get(name="Ugo Neri")
    path = links.check_in_url(one).removeprefix("http://127.0.0.1:8000")

    answer = door.get(path)

    assert "Ugo Neri" in answer.content.decode()
    assert "Una rampa" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == "registered"
    assert Client().get(path).status_code == 302


def test_who_did_not_come_is_marked(event: EventPage, door: Client) -> None:
    checking_in.check_in(registration_id=Registration.objects.get(name="Anna Bianchi").pk)

    door.post(address(event, "no-shows/"))

    states = dict(Registration.objects.values_list("name", "state"))
    assert states == {"Anna Bianchi": "attended", "Ugo Neri": "no-show", "Ida Verdi": "waiting"}


def test_cancelling_by_staff_moves_the_next_one_up(event: EventPage, door: Client) -> None:
    one = Registration.objects.get(name="Anna Bianchi")

    door.post(f"/admin/registrations/registration/{one.pk}/cancel/")

    states = dict(Registration.objects.values_list("name", "state"))
    assert (states["Anna Bianchi"], states["Ida Verdi"]) == ("cancelled", "registered")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_need_a_right_and_are_noted(event: EventPage, door: Client, kind: str) -> None:
    assert door.get(address(event, f"download/{kind}/")).status_code == 302

    answer = staff("export_registration").get(address(event, f"download/{kind}/"))

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert PageLogEntry.objects.filter(action="events.export").count() == 1


def test_staff_register_who_calls(event: EventPage, door: Client) -> None:
    data = {"name": "Eva Blu", "email": "eva@example.org", "language": "it", "organisation": ""}

    door.post(address(event, "add/"), data | {"even_if_full": "on"})
    again = door.post(address(event, "add/"), data)

    assert Registration.objects.get(name="Eva Blu").state == "registered"
    assert again.status_code == 422
    assert [message.to for message in letters()] == [["eva@example.org"]]


def test_the_printed_list_has_those_with_a_seat_and_those_who_wait(
    event: EventPage, door: Client
) -> None:
    page = BeautifulSoup(door.get(address(event, "print/")).content, "html.parser")

    assert len(page.select("tbody tr")) == 2
    assert [one.text for one in page.select("ol li")] == ["Ida Verdi"]


def test_a_change_is_told_by_a_button(event: EventPage, door: Client) -> None:
    event.venue = "Un’altra sala"
    event.save_revision().publish()

    assert "tell/" in door.get(address(event)).content.decode()
    page = BeautifulSoup(door.get(address(event, "tell/")).content, "html.parser")
    assert "Un’altra sala" in page.text
    kind = page.select_one("input[name=kind]")["value"]
    assert letters() == []

    door.post(address(event, "tell/"), {"kind": kind, "words": "Stessa via."})
    door.post(address(event, "tell/"), {"kind": kind, "words": "Stessa via."})

    assert Notice.objects.count() == 1
    assert len(letters()) == 3


def test_the_list_costs_the_same_for_few_and_for_many(
    event: EventPage, door: Client, django_assert_max_num_queries
) -> None:
    door.get(address(event))
    book = EventBook.objects.get()
    Registration.objects.bulk_create(
        Registration(book=book, name=f"N {n}", email=f"n{n}@example.org", code=f"C{n}")
        for n in range(90)
    )
    with django_assert_max_num_queries(40):
        assert len(names(door.get(address(event)))) == 93


def test_the_list_of_events_shows_numbers_and_filters(event: EventPage, hub_site: HubSite) -> None:
    past = open_event(hub_site, title="Passato", starts_at=timezone.now() - timedelta(days=20))
    client = staff("view_registration")

    everything = client.get("/admin/event-list/").content.decode()
    coming = client.get("/admin/event-list/?when=coming").content.decode()

    assert "Tavolo" in everything
    assert past.title in everything
    assert "2 / 2" in everything
    assert "Tavolo" in coming
    assert past.title not in coming
