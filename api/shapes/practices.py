"""Practices: what a card adds, what a detail adds to that."""

from __future__ import annotations

from typing import Any

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


def decimal(description: str = "") -> Schema:
    """A number that need not be whole."""
    schema: Schema = {"type": "number"}
    return {**schema, "description": description} if description else schema


FILE = document(
    "A file to download.",
    {"title": text(), "url": address(), "licence": text("A code, as in `Licence`.")},
)
ENTRY_REFERENCE = document(
    "Another entry of the hub.", {"uid": uid(), "title": text(), "url": address()}
)
BUILDING_BLOCK = document(
    "A piece of a practice that others can take up.",
    {
        "id": or_null(uid("Its identity, the same in every language; an anchor in the page, too.")),
        "title": text(),
        "kind": ref("Coded"),
        "description": text("How it works."),
        "enabling": text("What makes it easier."),
        "conditions": text("What it cannot do without."),
        "learned": text("What was learned."),
        "document": or_null(ref("File")),
        "reused_from": or_null(ref("EntryReference")),
    },
)
RESULT = document(
    "Something that was measured.",
    {
        "id": or_null(uid("Its identity, the same in every language.")),
        "indicator": text("What was measured."),
        "unit": text(),
        "before": or_null(decimal()),
        "after": or_null(decimal()),
        "from_year": or_null(number()),
        "to_year": or_null(number()),
        "how_measured": text(),
        "source": text("Who counted, and where."),
        "document": or_null(ref("File")),
    },
)
RESOURCES = document(
    "What the practice takes. Amounts are bands in euros; `not-stated` is an answer, null is none.",
    {
        "people_fte": or_null(decimal("In full-time jobs.")),
        "volunteers": or_null(number()),
        "setup_budget": or_null(ref("Coded")),
        "running_budget": or_null(ref("Coded")),
        "budget_year": or_null(number("The year of these amounts.")),
        "funding_sources": many(ref("Coded"), "Who paid for the beginning."),
        "main_income": many(ref("Coded"), "What it lives on."),
        "sustainability": text("How it goes on."),
    },
)
SITE = document(
    "A place where a practice happens.",
    {
        "name": text("What is there; may be empty."),
        "address": text("Empty where only the municipality is public."),
        "postal_code": text(),
        "municipality": text(),
        "territory": ref("Coded"),
        "point": or_null(ref("Point")),
    },
)
PARTNER = document(
    "Somebody else who takes part.",
    {
        "name": text(),
        "website": text("Empty if there is none."),
        "code": text("Of a cooperative of the directory: its code; empty for others."),
        "url": text("Its page in the directory, if it has one."),
        "role": ref("Coded"),
    },
)
ADOPTION = document(
    "A re-use of the practice that both sides have confirmed.",
    {
        "name": text("Who has taken it up."),
        "cooperative": or_null(ref("Cooperative")),
        "place": text(),
        "date": day("Since when; only month and year are certain."),
        "status": ref("Coded"),
        "what_changed": text("What they do differently, in the words of the hub's language."),
    },
)
TESTIMONY = document(
    "What somebody says of the practice, with their consent.",
    {
        "text": text("In their own words."),
        "language": text("The language of the words."),
        "name": text(),
        "is_pseudonym": truth("It is not their real name."),
        "role": text("Who they are."),
    },
)

CARD: dict[str, Schema] = {
    "cooperative": ref("Cooperative"),
    "depth": {
        **ref("Coded"),
        "description": "`signal`: a short card, with much left out; `full`: told in full.",
    },
    "place": text(),
    "maturity": ref("Coded"),
    "target_groups": many(ref("Coded"), "For whom it is."),
    "evidence": or_null(ref("Coded")),
    "last_confirmed_at": or_null(moment("When the cooperative last said that it is still so.")),
}
DETAIL: dict[str, Schema] = {
    "sites": many(ref("PracticeSite"), "Its places, one by one; may be empty."),
    "started_year": or_null(number()),
    "ended_year": or_null(number()),
    "need": html("What was missing."),
    "what_we_do": html("What is done: the facts."),
    "innovation": html("What is new in it."),
    "innovation_types": many(ref("Coded"), "In what it is new."),
    "involvement": or_null(ref("Coded")),
    "partners": many(ref("PracticePartner")),
    "resources": ref("PracticeResources"),
    "outcomes": text("What came of it."),
    "results": many(ref("PracticeResult")),
    "beneficiaries": or_null(number("People reached in a year.")),
    "beneficiaries_basis": or_null(ref("Coded")),
    "what_did_not_work": html("What others need not try again."),
    "prefers_not_to_say": truth("The cooperative prefers not to say what did not work."),
    "sdgs": many(ref("Coded"), "At most three Sustainable Development Goals, by weight."),
    "building_blocks": many(ref("BuildingBlock"), "In the order in which one builds with them."),
    "can_be_reused": text("What others can take up."),
    "needs_adapting": text("What must be adapted elsewhere."),
    "do_not_copy": text("What not to copy."),
    "help_offered": many(ref("Coded"), "What the cooperative offers to whoever takes it up."),
    "cited_in": many(ref("Citation"), "Publications."),
    "adoptions": many(ref("Adoption")),
    "testimonies": many(ref("Testimony")),
    "text_author": text(),
    "edited_by": text(),
    "text_confirmed_at": or_null(moment("When the cooperative confirmed the text.")),
    "origin": or_null(ref("Coded")),
    "call": or_null(ref("EntryReference")),
}

COMPONENTS: dict[str, Schema] = {
    "File": FILE,
    "EntryReference": ENTRY_REFERENCE,
    "BuildingBlock": BUILDING_BLOCK,
    "PracticeResult": RESULT,
    "PracticeResources": RESOURCES,
    "PracticePartner": PARTNER,
    "PracticeSite": SITE,
    "Adoption": ADOPTION,
    "Testimony": TESTIMONY,
}

EXAMPLE_ON_CARD: dict[str, Any] = {
    "cooperative": {
        "uid": "5d0c1c1e-8c55-4b0f-9d62-0a3cf0a4e3c1",
        "code": "terra-buona",
        "name": "Terra Buona",
        "municipality": "Copparo",
        "territory": {"code": "038", "label": "Ferrara"},
        "website": "",
        "url": "https://hub.example.org/it/cooperative/terra-buona/",
    },
    "depth": {"code": "full", "label": "Pratica completa"},
    "place": "Copparo",
    "maturity": {"code": "running", "label": "Avviata"},
    "target_groups": [{"code": "older-people", "label": "Persone anziane"}],
    "evidence": {"code": "1", "label": "Dati di monitoraggio propri"},
    "last_confirmed_at": "2026-05-04T08:00:00Z",
}
EXAMPLE_IN_FULL: dict[str, Any] = {
    "sites": [
        {
            "name": "Orto di via Larga",
            "address": "",
            "postal_code": "",
            "municipality": "Copparo",
            "territory": {"code": "038", "label": "Ferrara"},
            "point": None,
        }
    ],
    "started_year": 2021,
    "ended_year": None,
    "need": "Gli anziani stavano soli.",
    "what_we_do": "<p>Ogni lunedì si coltiva insieme.</p>",
    "innovation": "L’orto è di due generazioni.",
    "innovation_types": [{"code": "service", "label": "Servizio"}],
    "involvement": {"code": "involve", "label": "Sono coinvolti"},
    "partners": [],
    "resources": {
        "people_fte": 1.5,
        "volunteers": 12,
        "setup_budget": {"code": "up-to-10k", "label": "Fino a 10.000 euro"},
        "running_budget": {"code": "not-stated", "label": "Non dichiarato"},
        "budget_year": 2025,
        "funding_sources": [{"code": "own", "label": "Risorse proprie delle cooperative"}],
        "main_income": [{"code": "membership", "label": "Contributi dei soci"}],
        "sustainability": "",
    },
    "outcomes": "Chi abitava solo ora pranza in compagnia.",
    "results": [
        {
            "id": "f1f6a1a0-8f0d-4c80-9a52-7f2f4f0b8f12",
            "indicator": "Persone a tavola il lunedì",
            "unit": "persone",
            "before": 0,
            "after": 32,
            "from_year": 2021,
            "to_year": 2025,
            "how_measured": "Contate a ogni pranzo.",
            "source": "Registro della cooperativa",
            "document": None,
        }
    ],
    "beneficiaries": 60,
    "beneficiaries_basis": {"code": "counted", "label": "Contate"},
    "what_did_not_work": "",
    "prefers_not_to_say": True,
    "sdgs": [{"code": "11", "label": "Città e comunità sostenibili"}],
    "building_blocks": [
        {
            "id": "0b0f5c1e-54c6-4e0c-9c58-27c1a7f3a7f5",
            "title": "La tavola del lunedì",
            "kind": {"code": "method", "label": "Metodo"},
            "description": "Un’ora attorno a un tavolo per decidere la settimana.",
            "enabling": "",
            "conditions": "",
            "learned": "Prima si mangia, poi si decide.",
            "document": None,
            "reused_from": None,
        }
    ],
    "can_be_reused": "Il metodo della tavola.",
    "needs_adapting": "",
    "do_not_copy": "",
    "help_offered": [{"code": "visit", "label": "Una visita"}],
    "cited_in": [],
    "adoptions": [],
    "testimonies": [],
    "text_author": "",
    "edited_by": "",
    "text_confirmed_at": None,
    "origin": {"code": "editorial", "label": "La redazione"},
    "call": None,
}
