"""What an address says of itself that also takes something in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.errors import Problem


@dataclass(frozen=True, slots=True)
class Posting:
    """A POST: its name, a line, the documents that go in and come out, what may go wrong."""

    name: str
    summary: str
    body: str
    body_example: dict[str, Any]
    answer: str
    example: dict[str, Any]
    problems: tuple[type[Problem], ...]
