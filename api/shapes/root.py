"""The entrance."""

from __future__ import annotations

from api.shapes.building import Schema, address, document, many, number, ref, text
from api.shapes.collections import example_feeds

COMPONENTS: dict[str, Schema] = {
    "Root": document(
        "What is here.",
        {
            "name": text("The hub's name."),
            "version": text("The version of this API."),
            "languages": many(text(), "The hub's languages, the main one first."),
            "feeds": ref("Feeds"),
            "links": {
                "type": "object",
                "description": "Where to read on, by name.",
                "additionalProperties": address(),
            },
            "limits": document(
                "What to keep to.",
                {
                    "requests": number("So many requests from one address …"),
                    "per_seconds": number("… in so many seconds."),
                    "items_default": number("Items in a page of a list."),
                    "items_max": number("The highest `limit`."),
                },
            ),
            "terms": document("What to know before use.", {"keys": text(), "licence": text()}),
        },
    ),
}

EXAMPLE = {
    "name": "Coop Hub",
    "version": "1.0.0",
    "languages": ["it", "en"],
    "feeds": example_feeds(),
    "links": {
        "entries": "https://hub.example.org/api/v1/entries/",
        "changes": "https://hub.example.org/api/v1/changes/",
    },
    "limits": {"requests": 600, "per_seconds": 60, "items_default": 20, "items_max": 100},
    "terms": {"keys": "Public reads need no key.", "licence": "Each entry carries its licence."},
}
