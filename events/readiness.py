"""What keeps a participation path from being published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from events.models.path_choices import ENDED

if TYPE_CHECKING:
    from events.models.path import ParticipationPathPage


def of_path(page: ParticipationPathPage, answers: Mapping[str, Any]) -> dict[str, str]:
    """Say what a path lacks, by field; `answers` are a form's values."""

    def value(name: str) -> Any:
        return answers[name] if name in answers else getattr(page, name)

    missing: dict[str, str] = {}
    if not value("question"):
        missing["question"] = gettext("Enter the question the path asks.")
    if not value("promoter"):
        missing["promoter"] = gettext("Say who promotes the path.")
    if not value("decision_owner") and not value("is_decision_owner_unstated"):
        missing["decision_owner"] = gettext(
            "Say who decides on what the path proposes, or tick that nobody has said it."
        )
    if not value("phases"):
        missing["phases"] = gettext("Describe at least one phase.")
    if value("status") in ENDED:
        missing |= _of_ended(value)
    return missing


def _of_ended(value: Any) -> dict[str, str]:
    """Once it is over, a path owes those who took part an account and an answer."""
    missing: dict[str, str] = {}
    if not value("outcome").strip():
        missing["outcome"] = gettext("The path has ended: tell what came of it.")
    rows = value("answers")
    has_rows = rows.exists() if hasattr(rows, "exists") else bool(rows)
    if not has_rows and not value("no_answers_reason").strip():
        missing["no_answers_reason"] = gettext(
            "The path has ended: fill in the answer table, or say why there is none."
        )
    return missing
