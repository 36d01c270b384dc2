"""A practice told in full, for tests: everything that publishing asks for, and more."""

from __future__ import annotations

from typing import Any

PIECE_ID = "0b0f5c1e-54c6-4e0c-9c58-27c1a7f3a7f5"
RESULT_ID = "f1f6a1a0-8f0d-4c80-9a52-7f2f4f0b8f12"


def piece(**words: Any) -> dict[str, Any]:
    """A building block."""
    return {
        "title": "La tavola del lunedì",
        "kind": "method",
        "description": "Un’ora attorno a un tavolo.",
        "enabling": "Una cucina gratuita.",
        "conditions": "Qualcuno che prende appunti.",
        "learned": "Prima si mangia.",
        "document": None,
        "reused_from": None,
    } | words


def result(**words: Any) -> dict[str, Any]:
    """A result."""
    return {
        "indicator": "Persone che vivono da sole",
        "unit": "persone",
        "before": "3",
        "after": "1250.5",
        "from_year": 2023,
        "to_year": 2025,
        "how_measured": "Chiesto a tutti una volta l’anno.",
        "source": "Registro della cooperativa",
        "document": None,
    } | words


def full_practice(**words: Any) -> dict[str, Any]:
    """The fields of a practice told in full."""
    return {
        "told_as": "full",
        "need": "Gli anziani stavano soli.",
        "target_groups": ["older-people"],
        "innovation": "L’orto è di due generazioni.",
        "innovation_types": ["service"],
        "running_budget": "not-stated",
        "outcomes": "Chi abitava solo pranza in compagnia.",
        "evidence_level": 1,
        "what_did_not_work": "I turni della sera.",
        "can_be_reused": "Il metodo della tavola.",
    } | words


def stream(kind: str, identity: str, value: dict[str, Any]) -> list[dict[str, Any]]:
    """What the database holds of a stream with one block."""
    return [{"type": kind, "id": identity, "value": value}]
