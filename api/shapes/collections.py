"""Collections and their members."""

from __future__ import annotations

from api.shapes.building import (
    Schema,
    address,
    by_language,
    day,
    document,
    many,
    moment,
    number,
    or_null,
    page,
    ref,
    text,
    truth,
    word,
)
from api.shapes.entries import EXAMPLE_CARD

MEMBER_FACTS: dict[str, Schema] = {
    "position": number(
        "Orders the collection: first the curator's own choice, then what a rule brings. There may "
        "be gaps, large ones too.",
        minimum=1,
    ),
    "note": text("What the curator says about it; may be empty."),
    "note_language": or_null(text("The language of the note; null without one.")),
}

COMPONENTS: dict[str, Schema] = {
    "Feeds": document(
        "The same as feeds.",
        {
            "atom": by_language(address(), "Atom."),
            "json": by_language(address(), "JSON Feed."),
            "calendar": by_language(address(), "iCalendar: events, and deadlines of calls."),
        },
    ),
    "Collection": document(
        "A curated collection.",
        {
            "slug": text("Its name in addresses."),
            "title": by_language(text(), "In each language it is translated into."),
            "intro": by_language(text(), "What it is about, in each language that has it."),
            "curator": text("Who chose the contents; may be empty."),
            "covers_from": or_null(day("The period it is about: its first day.")),
            "covers_until": or_null(day("The period it is about: its last day.")),
            "filled_by": word(
                "Who fills it, after the entries a curator has put first: a curator alone, a rule "
                "that is followed all the time, or what a rule gave at one moment.",
                "hand",
                "live-rule",
                "pinned-rule",
            ),
            "pinned_at": or_null(moment("When a pinned rule was frozen.")),
            "embed_allowed": truth("Whether it may be shown inside pages of other sites."),
            "updated_at": moment("When the curator last changed it."),
            "entry_count": by_language(number(), "Public entries in each language."),
            "url": by_language(address(), "Its page for readers."),
            "print_url": by_language(address(), "The same as a booklet, to be printed."),
            "entries": address("Its entries in order."),
            "changes": address("Its changes."),
            "feeds": ref("Feeds"),
        },
    ),
    "CollectionList": document("All collections.", {"items": many(ref("Collection"))}),
    "Member": document(
        "An entry in a collection.",
        {
            **MEMBER_FACTS,
            "is_fallback": truth("It is not translated: it comes in another language than asked."),
            "entry": {"anyOf": [ref("Card"), ref("Detail")]},
        },
    ),
    "MemberPage": page("A page of a collection, in the curator's order.", ref("Member")),
}


def example_feeds(folder: str = "") -> dict[str, dict[str, str]]:
    """Addresses of feeds as they may come."""
    files = {"atom": "atom.xml", "json": "feed.json", "calendar": "calendar.ics"}
    return {
        name: {
            language: f"https://hub.example.org/{language}/feeds/{folder}{file}"
            for language in ("it", "en")
        }
        for name, file in files.items()
    }


EXAMPLE = {
    "slug": "cura-del-territorio",
    "title": {"it": "Cura del territorio", "en": "Caring for places"},
    "intro": {"it": "Chi si prende cura dei luoghi."},
    "curator": "Redazione",
    "covers_from": None,
    "covers_until": None,
    "filled_by": "hand",
    "pinned_at": None,
    "embed_allowed": True,
    "updated_at": "2026-05-04T08:00:00Z",
    "entry_count": {"en": 3, "it": 5},
    "url": {
        "it": "https://hub.example.org/it/collezioni/cura-del-territorio/",
        "en": "https://hub.example.org/en/collections/cura-del-territorio/",
    },
    "print_url": {
        "it": "https://hub.example.org/it/collezioni/cura-del-territorio/stampa/",
        "en": "https://hub.example.org/en/collections/cura-del-territorio/print/",
    },
    "entries": "https://hub.example.org/api/v1/collections/cura-del-territorio/entries/",
    "changes": "https://hub.example.org/api/v1/collections/cura-del-territorio/changes/",
    "feeds": example_feeds("collections/cura-del-territorio/"),
}
EXAMPLE_LIST = {"items": [EXAMPLE]}
EXAMPLE_MEMBERS = {
    "items": [
        {
            "position": 1,
            "note": "Da qui si comincia.",
            "note_language": "it",
            "is_fallback": False,
            "entry": EXAMPLE_CARD,
        }
    ],
    "next": None,
}
