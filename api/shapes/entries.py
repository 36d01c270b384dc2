"""Entries: cards and details of each kind."""

from __future__ import annotations

from typing import Any

from api.shapes import blocks, events, named, paths, practices
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
        events.CARD,
        events.DETAIL,
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
    **named.COMPONENTS,
    **events.COMPONENTS,
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
