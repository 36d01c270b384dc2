"""A cooperative as pages name it: who leads a practice, who took it up, who promotes."""

from __future__ import annotations

from typing import Any

from core.directory_addresses import profile_url
from core.projection import Term, coded
from practices.models import Cooperative


def cooperative_data(cooperative: Cooperative, language: str) -> dict[str, Any]:
    """What is public about a cooperative where a page names it.

    What was merged into another is named by the one that goes on.
    """
    current = cooperative.current
    return {
        "uid": str(current.uid),
        "code": current.slug,
        "name": current.name,
        "municipality": current.municipality,
        "territory": coded(current.territory.code, current.territory.label(language)),
        "website": current.website,
        "url": profile_url(current.slug, language) if current.is_listed else "",
    }


def cooperative_term(cooperative: Cooperative) -> Term:
    """By what an entry is found among those of a cooperative: its lasting code."""
    current = cooperative.current
    return Term("cooperative", current.slug, current.name)
