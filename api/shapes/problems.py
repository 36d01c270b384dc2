"""Problem documents (RFC 9457)."""

from __future__ import annotations

from typing import Any

from api.errors import PROBLEMS, Problem
from api.shapes.building import Schema, address, document, many, moment, number, text, uid

COMPONENTS: dict[str, Schema] = {
    "Problem": document(
        "What went wrong. `type` is for programs; `title` and `detail` are for people, in the "
        "language of `Accept-Language`.",
        {
            "type": address("Which problem it is: the address of its explanation."),
            "title": text(),
            "status": number("The HTTP status once more."),
            "detail": text("What to do."),
            "instance": text("The path that was asked for."),
            "errors": many(
                document(
                    "A parameter of the address, or a field of the body, that cannot be used.",
                    {
                        "parameter": text("Its name, where it is a parameter."),
                        "field": text("Its name, where it is a field."),
                        "code": text("For programs."),
                        "detail": text(),
                    },
                    "parameter",
                    "field",
                ),
                "Everything that cannot be used (`invalid-parameters`, `invalid-fields`).",
            ),
            "uid": uid("The entry that is gone (`gone`)."),
            "reason": text("Why it is gone (`gone`)."),
            "gone_at": {"anyOf": [moment("Since when (`gone`)."), {"type": "null"}]},
            "restart": address("Where to download everything (`cursor-expired`)."),
            "retry_after": number("Seconds to wait (`too-many-requests`)."),
        },
        "errors",
        "uid",
        "reason",
        "gone_at",
        "restart",
        "retry_after",
    ),
}


def example(problem: type[Problem], path: str = "/api/v1/entries/") -> dict[str, Any]:
    """A problem document as it may come."""
    members: dict[str, dict[str, Any]] = {
        "invalid-parameters": {
            "errors": [
                {
                    "parameter": "limit",
                    "code": "out-of-range",
                    "detail": "Write a whole number from 1 to 100.",
                }
            ]
        },
        "invalid-fields": {
            "errors": [
                {
                    "field": "email",
                    "code": "no-at",
                    "detail": "An e-mail address has an @ in it, as in name@example.org.",
                }
            ]
        },
        "gone": {
            "uid": "b1b6a7a4-21f4-5d4e-8f4e-7a1c2f0c9d10",
            "reason": "withdrawn",
            "gone_at": "2026-05-04T08:00:00Z",
        },
        "cursor-expired": {"restart": "https://hub.example.org/api/v1/changes/"},
        "too-many-requests": {"retry_after": 21},
    }
    return {
        "type": f"https://hub.example.org/api/v1/docs/#problem-{problem.name}",
        "title": str(problem.title),
        "status": problem.status.value,
        "detail": str(problem.detail),
        "instance": path,
        **members.get(problem.name, {}),
    }


def all_problems() -> list[type[Problem]]:
    """Every problem the API may answer with, for the documentation."""
    return sorted(PROBLEMS, key=lambda problem: (problem.status, problem.name))
