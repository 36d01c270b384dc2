"""A partner's program, reduced to its core: it only follows `next`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from catalogue.changes import ChangePage, follow
from catalogue.models import CuratedCollection


@dataclass
class Mirror:
    """What a program holds that puts what carries an entry and removes the rest."""

    collection: CuratedCollection | None = None
    language: str = ""
    limit: int = 3
    cursor: str | None = None
    entries: dict[str, Any] = field(default_factory=dict)
    seen: list[tuple[str, str, str]] = field(default_factory=list)

    def update(self) -> Mirror:
        """Read on until there is nothing more.

        Of a closed collection it is told (410) to remove what it holds; it keeps its cursor.
        """
        if self.collection:
            self.collection.refresh_from_db(fields=["is_public"])
            if not self.collection.is_public:
                self.entries.clear()
                return self
        while True:
            page, self.cursor = self._follow()
            for item in page.items:
                self.seen.append((str(item.verb), str(item.uid), item.reason))
                if item.entry is None:
                    self.entries.pop(str(item.uid), None)
                else:
                    self.entries[str(item.uid)] = (item.entry.detail, item.position, item.note)
            if not page.has_more:
                return self

    def restart(self) -> Mirror:
        """Throw everything away and download it once more, as the hub says by 410."""
        self.cursor = None
        self.entries.clear()
        return self

    def _follow(self) -> tuple[ChangePage, str]:
        return follow(
            self.cursor, limit=self.limit, collection=self.collection, language=self.language
        )

    def fresh(self) -> dict[str, Any]:
        """What a download from the beginning holds."""
        return Mirror(collection=self.collection, language=self.language).update().entries
