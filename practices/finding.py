"""Finding cooperatives in the public directory."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from practices.models import Cooperative, CooperativeQuerySet

LONGEST_QUERY = 100
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; what is empty does not narrow."""

    words: str = ""
    kind: str = ""
    sector: str = ""
    territory: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is wanted."""
        return not (self.words.strip() or self.kind or self.sector or self.territory)


def find(wanted: Wanted) -> CooperativeQuerySet:
    """The cooperatives of the directory that fit, by name."""
    found = Cooperative.objects.listed()
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.sector:
        found = found.filter(sectors__has=wanted.sector)
    if wanted.territory:
        found = found.in_territory(wanted.territory)
    for word in wanted.words[:LONGEST_QUERY].replace("\0", "").split()[:MOST_WORDS]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(short_name__icontains=word)
            | Q(municipality__icontains=word)
            | Q(territory__name__icontains=word)
        )
    return found.order_by("name", "pk")
