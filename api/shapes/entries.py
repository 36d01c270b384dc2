"""Entries: cards and details of each kind."""

from __future__ import annotations

from typing import Any

from api.shapes import blocks, paths, practices
from api.shapes.building import (
    EXAMPLE_KEY,
    EXAMPLE_UID,
    Schema,
    address,
    constant,
    day,
    document,
    html,
    many,
    moment,
    number,
    one_of_kinds,
    or_null,
    page,
    ref,
    text,
    truth,
    uid,
)

IMAGE = document(
    "A picture, cut to size. Show the credit beside it.",
    {
        "url": address(),
        "width": number("Pixels."),
        "height": number("Pixels."),
        "alt": text("What is to be seen; empty for pictures that only decorate."),
        "credit": text("Who made it."),
        "licence": text("A code, as in `Licence`."),
    },
)
CODED = document(
    "A value with a code for programs and a label in the entry's language.",
    {"code": text(), "label": text()},
)
LICENCE = document(
    "What you may do with the text.",
    {
        "code": text("`cc-by-4.0`, `cc-by-sa-4.0`, `cc0-1.0`, `iodl-2.0`, `all-rights-reserved`."),
        "url": text("The licence's own page; empty where all rights are reserved."),
    },
)
COOPERATIVE = document(
    "A cooperative of the network, as entries name it.",
    {
        "uid": uid("Its identity."),
        "code": text("What to give as `cooperative`, and its place in `/cooperatives/`."),
        "name": text(),
        "municipality": text(),
        "territory": ref("Coded"),
        "website": text("Empty if there is none."),
        "url": text("Its page in the directory, in the entry's language; empty if it has none."),
    },
)
ORGANISATION = document(
    "Somebody who organises, promotes or supports.",
    {
        "name": text(),
        "website": text(),
        "code": text("Of a cooperative of the directory: its code; empty for others."),
        "url": text("Its page in the directory, if it has one."),
        "kind": ref("Coded"),
        "description": text("What it is, in a sentence or two."),
        "logo": or_null(ref("Image")),
    },
)
PHASE = document(
    "A phase of a participation path.",
    {
        "title": text(),
        "text": html("What happens."),
        "starts_date": or_null(day()),
        "ends_date": or_null(day()),
        "audiences": many(ref("Coded"), "Whom it is for."),
        "outputs": html("What it leaves behind."),
        "is_internal": truth("Told to everybody, but its meetings were not open to the public."),
        "events": many(
            document("An event of the phase.", {"uid": uid(), "title": text(), "url": address()})
        ),
    },
)
FILE = document("A file to download.", {"title": text(), "url": address()})
REFERENCE = document("Another entry.", {"uid": uid(), "title": text(), "url": address()})
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

_COMMON: dict[str, Schema] = {
    "uid": uid("Identity: stays when title, address or place change. One for each language."),
    "kind": text(),
    "language": text("`it` or `en`."),
    "translation_of": uid("Shared by an entry and its translations."),
    "title": text(),
    "summary": text("Two or three sentences that stand alone."),
    "url": address("The page for readers. Link to it."),
    "image": or_null(ref("Image")),
    "topics": many(ref("Coded")),
    "territories": many(ref("Coded")),
    "licence": ref("Licence"),
    "published_at": or_null(moment("First published.")),
    "updated_at": or_null(moment("Last published.")),
    "starts_at": or_null(moment()),
    "ends_at": or_null(moment()),
    "closes_at": or_null(moment("Deadline of a call.")),
}
_WHOLE: dict[str, Schema] = {
    "lead_image": or_null(ref("Image")),
    "body": many(ref("Block"), "The whole text."),
}
# For each kind: what a card adds, what a detail adds to that, and what may be missing.
_KINDS: dict[str, tuple[str, dict[str, Schema], dict[str, Schema], tuple[str, ...]]] = {
    "practice": (
        "Something cooperatives do that others can learn from.",
        practices.CARD,
        practices.DETAIL,
        ("cooperative",),
    ),
    "call": (
        "A call that cooperatives can answer. Whether it is open follows from its dates.",
        {
            "code": text(),
            "question": text(),
            "opens_at": or_null(moment()),
            "has_results": truth(),
        },
        {
            "results_date": or_null(day()),
            "promoters": many(ref("Organisation")),
            "eligibility": html("Who can answer."),
            "how_to_answer": html("What to do."),
            "help_contact": text(),
            "results": html("What came of it."),
            "events": many(ref("PathStep"), "Events that present or follow it."),
        },
        (),
    ),
    "event": (
        "A meeting with a beginning and an end.",
        {
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
        },
        {
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
        },
        (),
    ),
    "path": (
        "A participation path: a question that a territory works on together.",
        {"question": text(), "place": text(), "status": ref("Coded")},
        paths.DETAIL,
        (),
    ),
    "publication": (
        "A report, a guide, minutes: read its page, or one of its files.",
        {
            "subtitle": text(),
            "publication_kind": ref("Coded"),
            "authors": text("As they should be cited."),
            "dated": or_null(text("A day, a month or a year: `2021-11-08`, `2021-11`, `2021`.")),
        },
        {
            "publisher": text(),
            "isbn": text("Thirteen digits; empty if there is none."),
            "doi": text("Empty if there is none."),
            "text_languages": many(text(), "Codes of the languages its text is in."),
            "page_count": or_null(number()),
            "cite_as": text(),
            "files": many(ref("PublicationFile")),
            "cites": many(ref("Citation"), "Practices."),
        },
        (),
    ),
    "page": (
        "A page of the hub.",
        {},
        {"claim": text("Opening words of the home page.")},
        ("claim",),
    ),
    "issue": (
        "An issue of the newsletter.",
        {},
        {
            "subject": text("The subject its readers saw."),
            "body": many(ref("IssueBlock"), "What it is composed of."),
        },
        (),
    ),
}


def _documents(size: str) -> dict[str, Schema]:
    """The schema of each kind, as a card or in full."""
    documents = {}
    for kind, (description, on_card, in_full, optional) in _KINDS.items():
        properties = {**_COMMON, "kind": constant(kind), **on_card}
        if size == "Detail":
            properties = {**_COMMON, "kind": constant(kind), **_WHOLE, **on_card, **in_full}
        present = [name for name in optional if name in properties]
        documents[f"{kind.capitalize()}{size}"] = document(description, properties, *present)
    return documents


def _choice(size: str, description: str) -> Schema:
    return one_of_kinds(
        description, {kind: f"{kind.capitalize()}{size}" for kind in _KINDS}, "kind"
    )


COMPONENTS: dict[str, Schema] = {
    "Image": IMAGE,
    "Coded": CODED,
    "Licence": LICENCE,
    "Cooperative": COOPERATIVE,
    "Organisation": ORGANISATION,
    "Phase": PHASE,
    "File": FILE,
    "EntryReference": REFERENCE,
    "Speaker": SPEAKER,
    "AgendaItem": AGENDA_ITEM,
    "EventRegistration": REGISTRATION,
    "EventReport": REPORT,
    **paths.COMPONENTS,
    **blocks.COMPONENTS,
    **practices.COMPONENTS,
    **_documents("Card"),
    **_documents("Detail"),
    "Card": _choice("Card", "An entry as lists show it."),
    "Detail": _choice("Detail", "An entry with its whole text."),
    "EntryPage": page(
        "A page of entries: cards, or details with `view=full`.",
        {"anyOf": [ref("Card"), ref("Detail")]},
    ),
}

EXAMPLE_CARD: dict[str, Any] = {
    "uid": EXAMPLE_UID,
    "kind": "practice",
    "language": "it",
    "translation_of": EXAMPLE_KEY,
    "title": "L’orto del lunedì",
    "summary": "Un orto condiviso tra una scuola e una casa di riposo.",
    "url": "https://hub.example.org/it/pratiche/orto-del-lunedi/",
    "image": {
        "url": "https://hub.example.org/media/images/orto.fill-960x600.jpg",
        "width": 960,
        "height": 600,
        "alt": "Due persone piantano l’insalata",
        "credit": "Archivio della cooperativa",
        "licence": "cc-by-4.0",
    },
    "topics": [{"code": "agricoltura-sociale", "label": "Agricoltura sociale"}],
    "territories": [{"code": "038", "label": "Ferrara"}],
    "licence": {"code": "cc-by-4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "published_at": "2026-05-04T08:00:00Z",
    "updated_at": "2026-05-04T08:00:00Z",
    "starts_at": None,
    "ends_at": None,
    "closes_at": None,
    **practices.EXAMPLE_ON_CARD,
}
EXAMPLE_DETAIL: dict[str, Any] = {
    **EXAMPLE_CARD,
    "lead_image": None,
    "body": [
        {"type": "heading", "text": "Com’è nato", "level": 2},
        {"type": "text", "html": "<p>Tutto è cominciato con dodici cassette.</p>"},
    ],
    **practices.EXAMPLE_IN_FULL,
}
EXAMPLE_NEXT = "https://hub.example.org/api/v1/entries/?kind=practice&limit=1&cursor=WyJh…"
EXAMPLE_PAGE = {"items": [EXAMPLE_CARD], "next": EXAMPLE_NEXT}
