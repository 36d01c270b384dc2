"""Events and paths as plain data."""

from typing import Any

from core.addresses import page_address
from core.organisations import cooperative_terms, organisations_data
from core.projection import Facts, Reading, Term, coded, moment, projects
from core.rich_text import linked_page_ids, to_html
from events import mapping, relating
from events.links import registration_address
from events.models import EventIndexPage, EventPage
from events.models.choices import AccessFeature, Audience, RegistrationMode
from events.models.codes import labelled
from events.programme_blocks import file_data


@projects(EventIndexPage)
def index_facts(page: EventIndexPage, reading: Reading) -> Facts:
    """The calendar is a page like others."""
    return Facts(kind="page")


@projects(EventPage)
def event_facts(page: EventPage, reading: Reading) -> Facts:
    """What an event adds. What is for those who registered never leaves: see `event_details`."""
    return Facts(
        kind="event",
        card={
            "event_kind": coded(page.kind, page.get_kind_display()),
            "status": coded(page.status, page.get_status_display()),
            "mode": coded(page.mode, page.get_mode_display()),
            "is_all_day": page.is_all_day,
            "previous_starts_at": moment(page.previous_starts_at),
            "venue": page.venue,
            "address": page.full_address,
            "municipality": page.municipality,
            "municipality_istat": page.municipality_istat,
            "registration": registration_data(page),
            "has_report": page.has_report,
        },
        detail=event_details(page, reading),
        terms=[
            Term("event-kind", page.kind, str(page.get_kind_display())),
            Term("mode", page.mode, str(page.get_mode_display())),
            *(Term("audience", *one) for one in labelled(page.audiences, Audience)),
            *cooperative_terms([*page.organisers.all(), *page.partners.all()]),
        ],
        starts_at=page.starts_at,
        ends_at=page.ends_at,
    )


def event_details(page: EventPage, reading: Reading) -> dict[str, Any]:
    """The long part of an event: neither the online address nor the dial-in is in it."""
    return {
        "audiences": [coded(*one) for one in labelled(page.audiences, Audience)],
        "doors_at": moment(page.doors_at),
        "cost": page.cost,
        "spoken_languages": page.spoken_languages,
        "access": [coded(*one) for one in labelled(page.access_features, AccessFeature)],
        "access_notes": page.access_notes,
        "capacity": page.capacity,
        "organisers": organisations_data(page.organisers.all(), reading),
        "partners": organisations_data(page.partners.all(), reading),
        "speakers": [one.block.to_data(one.value, reading) for one in page.speakers],
        "agenda": [one.block.to_data(one.value, reading) for one in page.agenda],
        **belonging(page, reading),
        "parts": parts_data(page, reading),
        "report": report_data(page, reading),
    }


def registration_data(page: EventPage) -> dict[str, Any] | None:
    """How to register; None where people just come. Seats are told in broad terms only."""
    if page.registration_mode == RegistrationMode.NONE:
        return None
    return {
        "mode": coded(page.registration_mode, page.get_registration_mode_display()),
        "url": registration_address(page),
        "opens_at": moment(page.registration_opens_at),
        "closes_at": moment(page.registration_ends_at),
        "seats": coded(page.seats, page.get_seats_display()) if page.seats else None,
    }


def belonging(page: EventPage, reading: Reading) -> dict[str, Any]:
    """The path an event is a step of, the larger event, the call it is about, while public."""
    chosen = (page.part_of_path_id, page.part_of_event_id, page.call_page_id)
    reading.page_ids |= {pk for pk in chosen if pk}
    found = relating.belonging_of(page, reading.language)
    return {
        "path": reference(found.path),
        "part_of": reference(found.whole),
        "call": reference(found.call),
    }


def parts_data(page: EventPage, reading: Reading) -> list[dict[str, Any]]:
    """The events that are parts of this one."""
    reading.page_ids |= relating.part_ids(page)
    return [event_data(one) for one in relating.parts_of(page, reading.language)]


def reference(page: Any) -> dict[str, str] | None:
    """A page in short, where another one names it."""
    if page is None:
        return None
    return {
        "uid": str(page.uid),
        "title": page.title,
        "url": page_address(page),
    }


def event_data(event: EventPage) -> dict[str, Any]:
    """An event where another page lists it: in the timeline of a path, among parts, by a call."""
    return {
        "uid": str(event.uid),
        "translation_of": str(event.translation_key),
        "title": event.title,
        "url": page_address(event),
        "starts_at": moment(event.starts_at),
        "ends_at": moment(event.ends_at),
        "is_all_day": event.is_all_day,
        "status": coded(event.status, event.get_status_display()),
        "mode": coded(event.mode, event.get_mode_display()),
        "venue": event.venue,
        "has_report": event.has_report,
    }


def report_data(page: EventPage, reading: Reading) -> dict[str, Any] | None:
    """What came of the event, once its report is published."""
    if not page.has_report:
        return None
    texts = {"minutes": page.minutes_text, "decisions": page.decisions, "next": page.next_steps}
    for text in texts.values():
        reading.page_ids |= linked_page_ids(text)
    return {
        "published_at": moment(page.report_published_at),
        "attended_count": page.attended_count,
        "organisations_count": page.organisations_count,
        "contributions_count": page.contributions_count,
        "minutes": to_html(texts["minutes"]),
        "minutes_file": file_data(page.minutes_file),
        "decisions": to_html(texts["decisions"]),
        "next_steps": to_html(texts["next"]),
        "needs": [
            {"uid": str(need.translation_key), "title": need.title}
            for need in mapping.public_needs_recorded_at(page)
        ],
        "actors": [actor.label for actor in mapping.public_actors_met_at(page)],
        "recording_url": page.recording_url,
        "transcript_file": file_data(page.transcript_file),
        "photos": [
            photo
            for gallery in page.photos
            for photo in gallery.block.to_data(gallery.value, reading)["pictures"]
        ],
    }
