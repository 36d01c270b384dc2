"""The report of an event: the door's number, and what it brings to the maps of its path."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from catalogue.models import Entry
from events import checking_in
from events.models import Actor, ActorMeeting, EventPage, Need
from tests.catalogue.conftest import Commits, commits
from tests.events.guests import join, open_event
from tests.factories import AdminFactory, HubSite, TerritoryFactory

__all__ = ["commits"]
pytestmark = pytest.mark.django_db

ADD_NEED, ADD_ACTOR = "/admin/snippets/events/need/add/", "/admin/snippets/events/actor/add/"


@pytest.fixture
def staff(client: Client, hub_site: HubSite) -> Client:
    client.force_login(AdminFactory())
    return client


def editor(staff: Client, event: EventPage) -> Any:
    return staff.get(f"/admin/pages/{event.pk}/edit/")


def need(event: EventPage, **fields: Any) -> Need:
    wanted: dict[str, Any] = {
        "title": "Un luogo aperto la sera",
        "category": "work",
        "source": "event",
        "event": event,
        "path_page": event.part_of_path,
        "territory": TerritoryFactory(),
        "is_public": True,
        "locale": event.locale,
    }
    return Need.objects.create(**wanted | fields)


def test_the_number_of_those_checked_in_is_filled_in(staff: Client, hub_site: HubSite) -> None:
    event = open_event(hub_site)
    for guest in (join(event), join(event)):
        checking_in.check_in(registration_id=guest.pk)
    join(event)

    assert editor(staff, event).context["form"]["attended_count"].value() == 2


def test_a_number_that_somebody_wrote_stays(staff: Client, hub_site: HubSite) -> None:
    event = open_event(hub_site, attended_count=40)
    checking_in.check_in(registration_id=join(event).pk)

    assert editor(staff, event).context["form"]["attended_count"].value() == 40


def test_nobody_checked_in_leaves_the_field_empty(staff: Client, hub_site: HubSite) -> None:
    event = open_event(hub_site)

    assert editor(staff, event).context["form"]["attended_count"].value() is None


def test_a_need_is_recorded_from_the_event_it_was_heard_at(
    staff: Client, hub_site: HubSite
) -> None:
    event = hub_site.event(part_of_path=hub_site.path())
    address = f"{ADD_NEED}?event={event.pk}"
    assert address in editor(staff, event).text

    form = staff.get(address).context["form"]

    assert form["event"].value() == event.pk
    assert form["path_page"].value() == event.part_of_path.pk
    assert form["source"].value() == "event"
    assert form["territory"].value() == event.territories.get().pk


def test_a_phase_that_names_the_event_says_which_path_it_belongs_to(
    staff: Client, hub_site: HubSite
) -> None:
    event = hub_site.event()
    path = hub_site.path()
    path.phases[0].value["events"].append(event)
    path.save_revision().publish()
    address = f"{ADD_NEED}?event={event.pk}"
    assert address in editor(staff, event).text

    assert staff.get(address).context["form"]["path_page"].value() == path.pk


def test_an_actor_is_recorded_from_the_event_it_was_met_at(
    staff: Client, hub_site: HubSite
) -> None:
    event = hub_site.event(part_of_path=hub_site.path())
    address = f"{ADD_ACTOR}?event={event.pk}"
    page = staff.get(address)
    [meeting] = page.context["form"].formsets["meetings"].forms
    assert meeting["event"].value() == event.pk

    answer = staff.post(
        ADD_ACTOR,
        {
            "name": "Pro Loco",
            "path_page": event.part_of_path.pk,
            "kind": "informal-group",
            "role": "interested",
            "meetings-TOTAL_FORMS": "1",
            "meetings-INITIAL_FORMS": str(
                page.context["form"].formsets["meetings"].initial_form_count()
            ),
            "meetings-0-id": "",
            "meetings-0-ORDER": "1",
            "meetings-0-event": event.pk,
        },
    )

    assert answer.status_code == 302, answer.context["form"].errors
    assert Actor.objects.get().meetings.get().event == event


def test_an_event_that_is_no_step_of_a_path_says_how_to_make_it_one(
    staff: Client, hub_site: HubSite
) -> None:
    page = editor(staff, hub_site.event()).text

    assert "Fa parte di" in page
    assert ADD_NEED not in page


def test_an_event_somebody_may_not_edit_fills_nothing_in(client: Client, hub_site: HubSite) -> None:
    event = hub_site.event(part_of_path=hub_site.path())
    client.force_login(AdminFactory(is_superuser=False))

    assert client.get(f"{ADD_NEED}?event={event.pk}").status_code == 302


def test_the_report_tells_what_is_public_and_nothing_else(
    client: Client, hub_site: HubSite, commits: Commits
) -> None:
    with commits():
        event = hub_site.event(
            part_of_path=hub_site.path(),
            has_report=True,
            attended_count=12,
            decisions="<p>Si comincia.</p>",
        )
    with commits():
        need(event)
        need(event, title="Non ancora deciso", is_public=False)
        for name, is_public in (("Pro Loco", True), ("Parrocchia", False)):
            actor = Actor.objects.create(
                name=name, kind="informal-group", is_public=is_public, path_page=event.part_of_path
            )
            ActorMeeting.objects.create(actor=actor, event=event)
            actor.save()

    report = json.loads(Entry.objects.get(page_id=event.pk).detail)["report"]
    page = client.get(event.url).text
    assert [one["title"] for one in report["needs"]] == ["Un luogo aperto la sera"]
    assert report["actors"] == ["Pro Loco"]
    assert "Un luogo aperto la sera" in page
    assert "Pro Loco" in page
    assert "Non ancora deciso" not in page
    assert "Parrocchia" not in page
