"""The list of events: what it shows, narrows down to, and gives for a spreadsheet."""

from __future__ import annotations

import csv
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.core.regional import elsewhere, ferrara
from tests.events.admin.test_lists import staff
from tests.events.guests import join, open_event
from tests.factories import AdminFactory, HubSite, OrganisationFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/event-list/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


def titles(client: Client, **parameters: Any) -> set[str]:
    answer = client.get(LIST, parameters)
    assert answer.status_code == 200
    return {page.title for page in answer.context["object_list"]}


def test_events_are_found_by_period_kind_region_and_organiser(
    hub_site: HubSite, desk: Client
) -> None:
    near, far = OrganisationFactory(name="Vicini"), OrganisationFactory(name="Lontani")
    one = datetime.fromisoformat("2031-05-04T23:30:00+02:00")
    two = datetime.fromisoformat("2031-05-05T00:30:00+02:00")
    hub_site.event(title="Uno", starts_at=one, territories=[ferrara()], organisers=[near])
    hub_site.event(
        title="Due", starts_at=two, territories=[elsewhere()], organisers=[far], kind="webinar"
    )

    assert titles(desk, starts_at_to="2031-05-04") == {"Uno"}
    assert titles(desk, starts_at_from="2031-05-05") == {"Due"}
    assert titles(desk, kind="webinar") == {"Due"}
    assert titles(desk, region=ferrara().parent.pk) == {"Uno"}
    assert titles(desk, organisers=far.pk) == {"Due"}


def test_an_empty_list_says_what_to_do(hub_site: HubSite, desk: Client) -> None:
    assert "Non ci sono ancora appuntamenti" in desk.get(LIST).content.decode()
    assert "Nessun appuntamento corrisponde" in desk.get(LIST, {"kind": "webinar"}).content.decode()


def test_the_spreadsheet_has_numbers_and_the_hours_of_italy(
    hub_site: HubSite, desk: Client
) -> None:
    start = datetime.fromisoformat("2031-07-04T18:00:00+02:00")
    event = open_event(hub_site, title="=Tavolo", capacity=1, starts_at=start)
    join(event), join(event)

    answer: Any = desk.get(LIST, {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    (row,) = csv.DictReader(lines)
    book = desk.get(LIST, {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content)))  # type: ignore[attr-defined]

    assert row["Titolo"] == "'=Tavolo"
    assert row["Inizio"].startswith("2031-07-04 18:00")
    assert (row["Posti occupati"], row["Posti"], row["In attesa"]) == ("1", "1", "1")
    assert row["Chi organizza"] == "Rete delle prove"
    assert sheet.worksheets[0]["B2"].value == datetime(2031, 7, 4, 18, 0)


def test_only_those_who_may_take_lists_along_get_one(hub_site: HubSite) -> None:
    hub_site.event(title="Tavolo")

    answer = staff().get(LIST, {"export": "csv"})

    assert answer["Content-Type"].startswith("text/html")
