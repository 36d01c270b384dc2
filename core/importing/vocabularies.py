"""Topics and territories as people write them: names, synonyms, codes, number plates."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.importing.choices import Names, described_list, refuse_more
from core.importing.findings import Findings
from core.importing.parsing import Parser, as_text
from core.importing.tables import Cell
from core.models.territory import Territory, TerritoryLevel
from core.models.topic import Topic

LARGER_FIRST: list[str] = [
    TerritoryLevel.COUNTRY,
    TerritoryLevel.REGION,
    TerritoryLevel.PROVINCE,
]


class Vocabularies:
    """The lists as they are now, read once for a whole file."""

    @cached_property
    def topics(self) -> Names:
        """Topics that may be given, by code, with names in all languages and synonyms."""
        assignable = {one.translation_key: one for one in Topic.objects.assignable()}
        names: dict[Any, list[str]] = {key: [one.name] for key, one in assignable.items()}
        for topic in Topic.objects.filter(translation_key__in=assignable):
            names[topic.translation_key] += [topic.name, *topic.synonym_list]
        merged = Topic.objects.originals().filter(merged_into__isnull=False)
        for topic in merged.select_related("merged_into"):
            key = getattr(topic.merged_into, "translation_key", None)
            if key in names:
                names[key] += [topic.name, topic.slug]
        return Names((one.slug, names[key]) for key, one in assignable.items())

    @cached_property
    def territories(self) -> Names:
        """Territories of today, by code; the larger first: “Valle d'Aosta” means the region."""
        ranked = sorted(self._of_today(), key=lambda row: (LARGER_FIRST.index(row.level), row.name))
        return Names((row.code, _names(row)) for row in ranked)

    @cached_property
    def provinces(self) -> Names:
        """Provinces and metropolitan cities of today."""
        rows = [row for row in self._of_today() if row.level == TerritoryLevel.PROVINCE]
        return Names((row.code, _names(row)) for row in sorted(rows, key=lambda row: row.name))

    @cached_property
    def regions(self) -> Names:
        """Regions of today."""
        rows = [row for row in self._of_today() if row.level == TerritoryLevel.REGION]
        return Names((row.code, _names(row)) for row in sorted(rows, key=lambda row: row.name))

    def _of_today(self) -> list[Territory]:
        return list(Territory.objects.valid_on(timezone.localdate()))


def _names(row: Territory) -> list[str]:
    """A name such as "Valle d'Aosta/Vallée d'Aoste" is known by its halves, too."""
    names = [row.name, row.name_en, row.plate, row.istat, row.nuts, row.iso]
    names += [f"{row.name} ({row.plate})" if row.plate else "", f"Provincia di {row.name}"]
    if "/" in row.name:
        names += row.name.split("/")
    return [name for name in names if name]


@dataclass(frozen=True)
class ProvinceName(Parser):
    """A province: its name, number plate or ISTAT code; kept as its code."""

    known: Vocabularies

    def parse(self, cell: Cell, findings: Findings, heading: str) -> str:
        text = as_text(cell)
        if text.isdigit() and len(text) < 3:  # a spreadsheet has eaten the zeros in front
            text = text.zfill(3)
        return str(self.known.provinces.find(text))

    def describe(self) -> str:
        return _("a province: its name or its number plate")

    def choices(self) -> list[str]:
        return self.known.provinces.first_names


@dataclass(frozen=True)
class TerritoryNames(Parser):
    """Provinces, regions, or Italy as a whole; kept as their codes."""

    known: Vocabularies
    empty: Any = field(default_factory=list)

    def parse(self, cell: Cell, findings: Findings, heading: str) -> list[str]:
        return sorted(self.known.territories.find_all(as_text(cell)))

    def describe(self) -> str:
        return _("provinces, regions or “Italia”, divided by semicolons")

    def choices(self) -> list[str]:
        return self.known.territories.first_names


@dataclass(frozen=True)
class TopicNames(Parser):
    """Topics by name or synonym; kept as their codes."""

    known: Vocabularies
    most: int = 0
    empty: Any = field(default_factory=list)

    def parse(self, cell: Cell, findings: Findings, heading: str) -> list[str]:
        codes = self.known.topics.find_all(as_text(cell))
        refuse_more(codes, self.most)
        return sorted(codes)

    def describe(self) -> str:
        return described_list(self.most)

    def choices(self) -> list[str]:
        return self.known.topics.first_names
