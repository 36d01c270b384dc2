"""Events and paths as editors fill them in."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from events.models import EventPage
from events.models.choices import EventMode, EventStatus
from tests.factories import HubSite

START = datetime(2026, 5, 4, 16, 0, tzinfo=UTC)
MIDNIGHT_IN_ROME = datetime(2026, 5, 3, 22, 0, tzinfo=UTC)


def test_an_event_cannot_end_before_it_starts(hub_site: HubSite) -> None:
    with pytest.raises(ValidationError) as refusal:
        hub_site.event(starts_at=START, ends_at=START - timedelta(minutes=1))

    assert list(refusal.value.message_dict) == ["ends_at"]


@pytest.mark.parametrize(("field", "empty"), [("ends_at", None), ("organisers", [])])
def test_publishing_an_event_asks_until_when_and_who_invites(
    hub_site: HubSite, field: str, empty: Any
) -> None:
    assert not hub_site.event(publish=False, **{field: empty}).live

    with pytest.raises(ValidationError) as refusal:
        hub_site.event(**{field: empty})

    assert list(refusal.value.message_dict) == [field]


def test_what_lasts_all_day_or_is_long_past_needs_no_end(hub_site: HubSite) -> None:
    assert hub_site.event(is_all_day=True, ends_at=None).live
    assert hub_site.event(starts_at=START, ends_at=None).live


def test_an_event_people_go_to_needs_a_venue(hub_site: HubSite) -> None:
    with pytest.raises(ValidationError) as refusal:
        hub_site.event(venue="")

    assert list(refusal.value.message_dict) == ["venue"]


def test_the_editor_is_asked_for_the_municipality_of_an_event_to_come(hub_site: HubSite) -> None:
    event = hub_site.event(publish=False)
    soon = timezone.now() + timedelta(days=3)
    asked = {"venue": "Sala civica", "municipality": "", "starts_at": soon, "mode": "in-person"}

    def missing(**answers: Any) -> set[str]:
        return set(event.missing_for_publishing(asked | {"ends_at": soon} | answers))

    assert missing() == {"municipality"}
    assert missing(municipality="Copparo") == set()
    assert missing(mode=EventMode.ONLINE) == set()
    assert missing(status=EventStatus.MOVED_ONLINE) == set()
    assert missing(starts_at=START) == set()


def test_an_event_that_was_published_without_a_municipality_can_still_be_saved(
    hub_site: HubSite,
) -> None:
    event = hub_site.event(municipality="")
    event.save()
    assert event.live


@pytest.mark.parametrize("code", ["38007", "Copparo", "0380070"])
def test_the_istat_code_of_a_municipality_has_six_digits(hub_site: HubSite, code: str) -> None:
    event = hub_site.event(publish=False)
    event.municipality_istat = code
    with pytest.raises(ValidationError) as refusal:
        event.full_clean()
    assert "municipality_istat" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("venue", "address", "municipality", "whole"),
    [
        ("Sala civica", "Via Roma 1", "Copparo", "Via Roma 1, Copparo"),
        ("Sala civica", "Via Roma 1, copparo", "Copparo", "Via Roma 1, copparo"),
        ("Sala civica", "Via Roma 1", "Ro", "Via Roma 1, Ro"),
        ("Sala civica", "", "Copparo", "Copparo"),
        ("Copparo, sede non indicata", "", "Copparo", ""),
        ("Sala civica", "Via Roma 1", "", "Via Roma 1"),
    ],
)
def test_an_address_names_its_municipality_once(
    venue: str, address: str, municipality: str, whole: str
) -> None:
    event = EventPage(venue=venue, address=address, municipality=municipality)
    assert event.full_address == whole


def test_an_online_event_needs_none(hub_site: HubSite) -> None:
    assert hub_site.event(venue="", mode=EventMode.ONLINE).live


def test_an_event_is_over_when_it_has_ended(hub_site: HubSite) -> None:
    event = hub_site.event(starts_at=START, ends_at=START + timedelta(hours=2))

    with time_machine.travel(START + timedelta(hours=1)):
        assert not event.is_over
    with time_machine.travel(START + timedelta(hours=3)):
        assert event.is_over


def _phase(title: str, starts: date | None, ends: date | None) -> tuple[str, dict]:
    value: dict[str, Any] = {
        "title": title,
        "starts_date": starts,
        "ends_date": ends,
        "audiences": [],
    }
    return ("phase", value | {"text": "", "is_internal": False, "events": []})


def test_the_active_phase_follows_from_the_dates(hub_site: HubSite) -> None:
    path = hub_site.path(
        phases=[
            _phase("Condivisione", date(2021, 9, 1), date(2021, 10, 31)),
            _phase("Ascolto", date(2021, 11, 1), date(2021, 11, 30)),
            _phase("Risposta", None, None),
        ]
    )

    assert path.active_phase(date(2021, 11, 8)).value["title"] == "Ascolto"
    assert path.active_phase(date(2022, 1, 1)) is None


def test_a_path_needs_its_question(hub_site: HubSite) -> None:
    with pytest.raises(ValidationError) as refusal:
        hub_site.path(question="")

    assert list(refusal.value.message_dict) == ["question"]


@pytest.mark.parametrize(
    "fields",
    [{"is_all_day": True}, {"is_all_day": True, "ends_at": MIDNIGHT_IN_ROME}, {"ends_at": None}],
)
def test_without_an_hour_of_its_end_an_event_is_over_when_its_day_is(
    hub_site: HubSite, fields: dict[str, object]
) -> None:
    event = hub_site.event(**{"starts_at": MIDNIGHT_IN_ROME, "ends_at": None} | fields)

    with time_machine.travel(MIDNIGHT_IN_ROME + timedelta(hours=12)):
        assert not event.is_over
    with time_machine.travel(MIDNIGHT_IN_ROME + timedelta(days=1)):
        assert event.is_over
