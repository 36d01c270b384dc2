"""What the check has to say of a cell, a row or a whole file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

ERROR = "error"
WARNING = "warning"
LONGEST_VALUE = 120


class Wrong(Exception):
    """A value that cannot be taken; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know or to mend, in the words of who reads the report."""

    level: str
    text: str
    column: str = ""
    value: str = ""


@dataclass(slots=True)
class Findings:
    """Findings about one row, as they are gathered."""

    found: list[Finding] = field(default_factory=list)

    def error(self, text: str, *, column: str = "", value: Any = "") -> None:
        """Something that keeps the row from being imported."""
        self.found.append(Finding(ERROR, str(text), str(column), shortened(value)))

    def warning(self, text: str, *, column: str = "", value: Any = "") -> None:
        """Something worth a look."""
        self.found.append(Finding(WARNING, str(text), str(column), shortened(value)))

    @property
    def has_errors(self) -> bool:
        """Whether the row cannot be imported."""
        return any(one.level == ERROR for one in self.found)

    @property
    def has_warnings(self) -> bool:
        """Whether something is worth a look."""
        return any(one.level == WARNING for one in self.found)

    def as_data(self) -> list[dict[str, str]]:
        """The findings as the row keeps them."""
        return [asdict(one) for one in self.found]


def shortened(value: Any) -> str:
    """A value as a report shows it."""
    text = " ".join(str("" if value is None else value).split())
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
