"""Events: what their cards and details hold."""

from __future__ import annotations

from api.shapes.building import (
    Schema,
    address,
    day,
    document,
    html,
    many,
    moment,
    number,
    or_null,
    ref,
    text,
    truth,
    uid,
)

SPEAKER = document(
    "Somebody who speaks.", {"name": text(), "role": text(), "website": text("May be empty.")}
)
AGENDA_ITEM = document(
    "An item of the agenda.",
    {
        "day": or_null(day("Only for events of several days.")),
        "time": or_null(text("Italian time, as in `14:30`.", pattern=r"^\d\d:\d\d$")),
        "minutes": or_null(number("How long it takes.", minimum=1)),
        "title": text(),
        "speaker": text("Who speaks; may be empty."),
        "file": or_null(ref("File")),
    },
)
REGISTRATION = document(
    "How to register. Whether it is open now follows from the dates; who has registered, and the "
    "address of an online meeting, are never told.",
    {
        "mode": ref("Coded"),
        "url": or_null(address("Where to register; null where one has to be invited.")),
        "opens_at": or_null(moment("Null: open since the event was published.")),
        "closes_at": or_null(moment()),
        "seats": or_null(
            document(
                "Seats in broad terms: `many`, `few`, `waiting-list` or `none`. Null where there "
                "is no limit, or where another site counts them.",
                {"code": text(), "label": text()},
            )
        ),
    },
)
REPORT = document(
    "What came of an event.",
    {
        "published_at": or_null(moment()),
        "attended_count": or_null(number("People who took part, in the room and online.")),
        "organisations_count": or_null(number("Organisations that were present.")),
        "contributions_count": or_null(number("Contributions, spoken or written.")),
        "minutes": html("What was said."),
        "minutes_file": or_null(ref("File")),
        "decisions": html("What was decided."),
        "next_steps": html("What happens next."),
        "needs": many(
            document("A need that came up; its path tells more.", {"uid": uid(), "title": text()})
        ),
        "actors": many(text(), "Who was met and may be named."),
        "recording_url": text("Where to watch it again; may be empty."),
        "transcript_file": or_null(ref("File")),
        "photos": many(ref("Picture")),
    },
)

CARD: dict[str, Schema] = {
    "event_kind": ref("Coded"),
    "status": ref("Coded"),
    "mode": ref("Coded"),
    "is_all_day": truth("Only the days count, not the hours."),
    "previous_starts_at": or_null(moment("When it was to start before it was moved.")),
    "venue": text(),
    "address": text("Street and municipality, on one line."),
    "municipality": text("May be empty, as where it takes place online."),
    "municipality_istat": text("Its ISTAT code, where it is known: six digits."),
    "registration": or_null(ref("EventRegistration")),
    "has_report": truth("It is over, and its page tells what came of it."),
}
DETAIL: dict[str, Schema] = {
    "audiences": many(ref("Coded"), "Whom it is for."),
    "doors_at": or_null(moment("When the doors open.")),
    "cost": text("As people read it; empty means free."),
    "spoken_languages": text("Only where it is not obvious."),
    "access": many(ref("Coded"), "What makes it accessible."),
    "access_notes": text(),
    "capacity": or_null(number("How many people fit in; null without a limit.")),
    "organisers": many(ref("Organisation")),
    "partners": many(ref("Organisation")),
    "speakers": many(ref("Speaker")),
    "agenda": many(ref("AgendaItem"), "What happens, in order."),
    "path": or_null(ref("EntryReference")),
    "part_of": or_null(ref("EntryReference")),
    "call": or_null(ref("EntryReference")),
    "parts": many(ref("PathStep"), "Events that are parts of this one."),
    "report": or_null(ref("EventReport")),
}
COMPONENTS: dict[str, Schema] = {
    "Speaker": SPEAKER,
    "AgendaItem": AGENDA_ITEM,
    "EventRegistration": REGISTRATION,
    "EventReport": REPORT,
}
