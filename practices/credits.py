"""A cooperative as pages name it: who leads a practice, who takes part, who took it up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core import organisations
from core.directory_addresses import profile_url
from core.projection import Term, coded
from practices.models import Adoption, Cooperative, PracticePage, PracticePartner


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


def cooperative_terms(
    page: PracticePage, partners: Iterable[PracticePartner], adoptions: Iterable[Adoption]
) -> list[Term]:
    """By which cooperatives a practice is found: who leads it, takes part, or took it up.

    Each once; of those that were merged, the one that goes on. `adoptions` are confirmed ones.
    """
    terms = [cooperative_term(page.lead_cooperative)] if page.lead_cooperative else []
    for partner in partners:
        if partner.cooperative:
            terms.append(cooperative_term(partner.cooperative))
        elif partner.organisation:
            terms += organisations.cooperative_terms([partner.organisation])
    terms += [cooperative_term(one.cooperative) for one in adoptions if one.cooperative]
    return list({term.code: term for term in terms}.values())


def cooperative_term(cooperative: Cooperative) -> Term:
    """By what an entry is found among those of a cooperative: its lasting code."""
    current = cooperative.current
    return Term("cooperative", current.slug, current.name)
