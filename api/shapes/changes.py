"""Changes: steps to take in order to hold what the hub shows."""

from __future__ import annotations

from typing import Any

from api.shapes.building import (
    EXAMPLE_UID,
    Schema,
    address,
    document,
    many,
    moment,
    number,
    or_null,
    ref,
    text,
    truth,
    uid,
    word,
)
from api.shapes.collections import MEMBER_FACTS
from api.shapes.entries import EXAMPLE_DETAIL

_REASONS = ("withdrawn", "deleted", "expired", "legal", "left-collection")


def _change(description: str, verb: Schema, more: dict[str, Schema]) -> Schema:
    facts = {
        "verb": verb,
        "uid": uid("Whom it is about."),
        "number": number("Rises from step to step; there are gaps."),
        "at": moment("When it happened."),
        "kind": text("The entry's kind."),
        "language": text("The entry's language."),
        "reason": or_null(word("Why it is no longer there; null for what stands.", *_REASONS)),
    }
    entry = {"entry": or_null(ref("Detail"))}
    return document(description, facts | more | entry)


def _page(description: str, items: Schema) -> Schema:
    return document(
        description,
        {
            "items": many(items),
            "next": address("Where to read on; always there. Keep it between two runs."),
            "has_more": truth("There is more now: follow `next` at once."),
        },
    )


COMPONENTS: dict[str, Schema] = {
    "Change": _change(
        "A step. With an `entry`: put it under its `uid`. Without one: remove the `uid`.",
        word("`upsert`: published or changed; `gone`: no longer public.", "upsert", "gone"),
        {},
    ),
    "MemberChange": _change(
        "A step in a collection. With an `entry`: put it under its `uid`, with its position and "
        "note. Without one: remove the `uid`.",
        word(
            "`enter`: came in, or changed place; `upsert`: changed; `leave`: no longer in it.",
            "enter",
            "upsert",
            "leave",
        ),
        MEMBER_FACTS | {"position": or_null(MEMBER_FACTS["position"])},
    ),
    "ChangePage": _page("A stretch of the hub's changes.", ref("Change")),
    "MemberChangePage": _page("A stretch of a collection's changes.", ref("MemberChange")),
}

_STANDING: dict[str, Any] = {
    "verb": "upsert",
    "uid": EXAMPLE_UID,
    "number": 118,
    "at": "2026-05-04T08:00:00Z",
    "kind": "practice",
    "language": "it",
    "reason": None,
}
_GONE: dict[str, Any] = {
    **_STANDING,
    "verb": "gone",
    "uid": "b1b6a7a4-21f4-5d4e-8f4e-7a1c2f0c9d10",
    "number": 121,
    "reason": "withdrawn",
}
_NO_PLACE = {"position": None, "note": "", "note_language": None}
EXAMPLE = {
    "items": [{**_STANDING, "entry": EXAMPLE_DETAIL}, {**_GONE, "entry": None}],
    "next": "https://hub.example.org/api/v1/changes/?cursor=WyJh…",
    "has_more": False,
}
EXAMPLE_OF_MEMBERS = {
    "items": [
        {
            **_STANDING,
            "verb": "enter",
            "position": 1,
            "note": "Da qui si comincia.",
            "note_language": "it",
            "entry": EXAMPLE_DETAIL,
        },
        {**_GONE, "verb": "leave", **_NO_PLACE, "entry": None},
    ],
    "next": "https://hub.example.org/api/v1/collections/cura-del-territorio/changes/?cursor=WyJh…",
    "has_more": False,
}
