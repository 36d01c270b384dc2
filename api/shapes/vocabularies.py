"""Topics and territories."""

from __future__ import annotations

from typing import Any

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
    ref,
    text,
    word,
)
from api.shapes.collections import example_feeds
from core.models.topic import MatchScheme

_COUNT = by_language(number(), "Public entries in each language.")

COMPONENTS: dict[str, Schema] = {
    "Topic": document(
        "A subject.",
        {
            "code": text("What to give as `topic`."),
            "name": by_language(text(), "In each language it is translated into."),
            "description": by_language(text(), "In each language that has one."),
            "synonyms": by_language(many(text()), "Other words people search for."),
            "parent": or_null(text("The code of the wider topic it is part of.")),
            "status": word("Whether it takes new entries.", "active", "archived"),
            "matches": many(ref("TopicMatch"), "Its counterparts in other vocabularies."),
            "former_codes": many(
                text(), "Codes it had before, and those of topics merged into it: all still work."
            ),
            "popularity": or_null(ref("Popularity")),
            "entry_count": _COUNT,
            "url": by_language(address(), "Its page for readers."),
            "feeds": ref("Feeds"),
            "entries": address("Its entries."),
        },
    ),
    "TopicMatch": document(
        "The counterpart of a topic elsewhere.",
        {
            "vocabulary": word("Where.", *MatchScheme.values),
            "value": text(
                "A full address, or a code: the number of a goal, the letter of a sector."
            ),
        },
    ),
    "Popularity": document(
        "How much a topic is talked about, over the last 90 days.",
        {
            "rank": or_null(number("Its place, from 1; null with fewer than three entries.")),
            "score": number("Points, by a rule that the hub explains on a page."),
            "items": number("Different things published about it."),
            "followers": number("Readers of the newsletter who follow it."),
            "readings": number("How often its pages were read, counted without cookies."),
            "computed_at": moment("When it was worked out last."),
        },
    ),
    "TopicList": document("All topics.", {"items": many(ref("Topic"))}),
    "Territory": document(
        "Italy, one of its regions or one of its provinces.",
        {
            "code": text("What to give as `territory`: `IT`, or the ISTAT code."),
            "level": word("How large it is.", "country", "region", "province"),
            "name": by_language(text(), "The customary name."),
            "parent": or_null(text("The code of the territory it lies in.")),
            "istat": or_null(text("ISTAT code.")),
            "uts": or_null(text("ISTAT code of the supra-municipal unit.")),
            "plate": or_null(text("Letters of the number plate.")),
            "nuts": or_null(text("Code of the European nomenclature of territories.")),
            "iso": or_null(text("ISO 3166-2 code.")),
            "valid_from": or_null(day("The first day on which it exists, if that is known.")),
            "valid_to": or_null(day("The last day on which it existed.")),
            "replaced_by": many(text(), "Codes of the units that took over its municipalities."),
            "entry_count": _COUNT,
            "url": by_language(address(), "Its page for readers."),
            "feeds": ref("Feeds"),
            "entries": address("Its entries."),
        },
    ),
    "TerritoryList": document("All territories.", {"items": many(ref("Territory"))}),
}

EXAMPLE_TOPICS = {
    "items": [
        {
            "code": "agricoltura-sociale",
            "name": {"it": "Agricoltura sociale", "en": "Social farming"},
            "description": {},
            "synonyms": {"it": ["orti sociali"], "en": ["care farming"]},
            "parent": None,
            "status": "active",
            "matches": [{"vocabulary": "sdg", "value": "2"}],
            "former_codes": ["orti-sociali"],
            "popularity": {
                "rank": 1,
                "score": 74,
                "items": 6,
                "followers": 5,
                "readings": 93,
                "computed_at": "2026-05-04T08:00:00Z",
            },
            "entry_count": {"en": 4, "it": 6},
            "url": {
                "it": "https://hub.example.org/it/temi/agricoltura-sociale/",
                "en": "https://hub.example.org/en/topics/agricoltura-sociale/",
            },
            "feeds": example_feeds("topics/agricoltura-sociale/"),
            "entries": "https://hub.example.org/api/v1/entries/?topic=agricoltura-sociale",
        }
    ]
}
EXAMPLE_TERRITORIES: dict[str, Any] = {
    "items": [
        {
            "code": "038",
            "level": "province",
            "name": {"it": "Ferrara", "en": "Ferrara"},
            "parent": "08",
            "istat": "038",
            "uts": "038",
            "plate": "FE",
            "nuts": "ITH56",
            "iso": "IT-FE",
            "valid_from": None,
            "valid_to": None,
            "replaced_by": [],
            "entry_count": {"it": 2},
            "url": {
                "it": "https://hub.example.org/it/territori/038-ferrara/",
                "en": "https://hub.example.org/en/territories/038-ferrara/",
            },
            "feeds": example_feeds("territories/038/"),
            "entries": "https://hub.example.org/api/v1/entries/?territory=038",
        }
    ]
}
