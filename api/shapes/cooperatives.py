"""The directory of cooperatives."""

from __future__ import annotations

from typing import Any

from api.shapes.building import (
    Schema,
    address,
    by_language,
    document,
    many,
    moment,
    number,
    or_null,
    page,
    ref,
    text,
    uid,
)

_CARD: dict[str, Schema] = {
    "uid": uid("Its identity, for ever."),
    "code": text("Its name in addresses, and what to give as `cooperative`."),
    "name": text("Its legal name."),
    "short_name": text("What people call it; may be empty."),
    "kind": ref("Named"),
    "lifecycle": ref("Named"),
    "sectors": many(ref("Named"), "Letters of legislative decree 112/2017, article 2."),
    "municipality": text("Where its registered office is."),
    "territory": ref("Named"),
    "website": text("Empty if there is none."),
    "url": by_language(address(), "Its page for readers."),
    "updated_at": moment("When its record was last changed."),
    "entry_count": by_language(number(), "Public entries in each language."),
    "entries": address("Its entries."),
}
_PLACE: dict[str, Schema] = {
    "address": text("Empty where only the municipality is public."),
    "postal_code": text(),
    "municipality": text(),
    "territory": ref("Named"),
    "point": or_null(ref("Point")),
}
_PROFILE: dict[str, Schema] = {
    "merged_into": or_null(text("The code of the cooperative it was merged into.")),
    "lifecycle_year": or_null(number("Since when it is in this state.")),
    "tax_code": text("Codice fiscale; may be empty."),
    "vat_number": text("Partita IVA; may be empty."),
    "summary": by_language(text(), "What it does, in each language that has it."),
    "disadvantage_groups": many(
        ref("Named"), "Whom its work integration is for: law 381/1991, article 4."
    ),
    "registered_office": ref("Place"),
    "sites": many(ref("Site"), "Where else it works."),
    "areas_served": many(ref("Named")),
    "founded_year": or_null(number()),
    "sizes": document(
        "Sizes by band, each with its year; null where unknown.",
        {name: or_null(ref("Size")) for name in ("members", "workers", "turnover")},
    ),
    "regional_association": text("Empty if there is none."),
    "member_of": many(
        document("A consortium.", {"code": text(), "name": text()}), "Consortia it belongs to."
    ),
    "registers": many(
        document(
            "An entry in a public register.",
            {"register": ref("Named"), "number": text(), "since": or_null(text(format="date"))},
        )
    ),
    "email": text("An address of the office; may be empty."),
    "phone": text("May be empty."),
    "social": many(address(), "Its pages elsewhere."),
}

COMPONENTS: dict[str, Schema] = {
    "Named": document(
        "A code with its name in each language.",
        {"code": text(), "label": by_language(text(), "The name.")},
    ),
    "Point": document(
        "A point on the map.",
        {
            "latitude": {"type": "number"},
            "longitude": {"type": "number"},
            "precision": text("How exact it is: exact, street, municipality or province."),
        },
    ),
    "Place": document("An address.", _PLACE),
    "Site": document("A place where it works.", {"name": text(), **_PLACE}),
    "Size": document("A size.", {"band": ref("Named"), "year": number()}),
    "CooperativeCard": document("A cooperative, in short.", _CARD),
    "CooperativeProfile": document("A cooperative of the directory.", {**_CARD, **_PROFILE}),
    "CooperativePage": page("A page of the directory, by name.", ref("CooperativeCard")),
}


def _named(code: str, italian: str, english: str) -> dict[str, Any]:
    return {"code": code, "label": {"it": italian, "en": english}}


_FERRARA = _named("038", "Ferrara", "Ferrara")
EXAMPLE_CARD: dict[str, Any] = {
    "uid": "5d0c1c1e-8c55-4b0f-9d62-0a3cf0a4e3c1",
    "code": "terra-buona",
    "name": "Terra Buona società cooperativa sociale",
    "short_name": "Terra Buona",
    "kind": _named(
        "social-b",
        "Cooperativa sociale di tipo B (inserimento lavorativo)",
        "Social cooperative, type B (work integration)",
    ),
    "lifecycle": _named("active", "Attiva", "Active"),
    "sectors": [_named("p", "Inserimento lavorativo", "Work integration")],
    "municipality": "Copparo",
    "territory": _FERRARA,
    "website": "",
    "url": {
        "it": "https://hub.example.org/it/cooperative/terra-buona/",
        "en": "https://hub.example.org/en/cooperatives/terra-buona/",
    },
    "updated_at": "2026-05-04T07:30:00Z",
    "entry_count": {"it": 2, "en": 1},
    "entries": "https://hub.example.org/api/v1/entries/?cooperative=terra-buona",
}
EXAMPLE_PAGE = {"items": [EXAMPLE_CARD], "next": None}
EXAMPLE_PROFILE: dict[str, Any] = {
    **EXAMPLE_CARD,
    "merged_into": None,
    "lifecycle_year": None,
    "tax_code": "",
    "vat_number": "",
    "summary": {"it": "Orti e vivai con chi torna al lavoro."},
    "disadvantage_groups": [_named("prison", "Detenzione", "Detention")],
    "registered_office": {
        "address": "",
        "postal_code": "",
        "municipality": "Copparo",
        "territory": _FERRARA,
        "point": None,
    },
    "sites": [],
    "areas_served": [_FERRARA],
    "founded_year": 2011,
    "sizes": {
        "members": None,
        "workers": {"band": _named("10-49", "Da 10 a 49", "10 to 49"), "year": 2025},
        "turnover": None,
    },
    "regional_association": "",
    "member_of": [],
    "registers": [],
    "email": "",
    "phone": "",
    "social": [],
}
