"""What is public about a cooperative, as plain data: small for lists, whole for its page.

Everything that leaves the hub about a cooperative is said here, field by field; contacts, notes,
claims, and the streets of shelters are not.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation

from core.directory_addresses import profile_urls
from core.models import Territory
from core.projection import moment
from practices.models import (
    Cooperative,
    CooperativeQuerySet,
    CooperativeType,
    DisadvantageGroup,
    Lifecycle,
    MembersBand,
    OperatingSite,
    Register,
    Sector,
    TurnoverBand,
    WorkersBand,
)

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SIZES: dict[str, type[models.TextChoices]] = {
    "members": MembersBand,
    "workers": WorkersBand,
    "turnover": TurnoverBand,
}


def for_cards(cooperatives: CooperativeQuerySet) -> CooperativeQuerySet:
    """Read with cooperatives what their cards tell, in the same query."""
    return cooperatives.select_related("territory__parent__parent")


def for_profiles(cooperatives: CooperativeQuerySet) -> CooperativeQuerySet:
    """Read with cooperatives what their pages tell, in a fixed number of queries."""
    return (
        for_cards(cooperatives)
        .select_related("regional_association", "merged_into")
        .prefetch_related("sites__territory", "areas_served", "register_entries", "member_of")
    )


def card(cooperative: Cooperative) -> dict[str, Any]:
    """What a list tells."""
    return {
        "uid": str(cooperative.uid),
        "code": cooperative.slug,
        "name": cooperative.name,
        "short_name": cooperative.short_name,
        "kind": _coded(CooperativeType, cooperative.kind),
        "lifecycle": _coded(Lifecycle, cooperative.lifecycle),
        "sectors": [_coded(Sector, code) for code in cooperative.sectors],
        "municipality": cooperative.municipality,
        "territory": _territory(cooperative.territory),
        "website": cooperative.website,
        "url": profile_urls(cooperative.slug),
        "updated_at": moment(cooperative.updated_at),
    }


def profile(cooperative: Cooperative) -> dict[str, Any]:
    """Everything that is public."""
    merged_into = cooperative.merged_into
    association = cooperative.regional_association
    return card(cooperative) | {
        "merged_into": merged_into.slug if merged_into else None,
        "lifecycle_year": cooperative.lifecycle_year,
        "tax_code": cooperative.tax_code,
        "vat_number": cooperative.vat_number,
        "summary": _summaries(cooperative),
        "disadvantage_groups": [
            _coded(DisadvantageGroup, code) for code in cooperative.disadvantage_groups
        ],
        "registered_office": _place(cooperative),
        "sites": [{"name": site.name, **_place(site)} for site in cooperative.sites.all()],
        "areas_served": [_territory(one) for one in cooperative.areas_served.all()],
        "founded_year": cooperative.founded_year,
        "sizes": {name: _size(cooperative, name) for name in SIZES},
        "regional_association": association.current.name if association else "",
        "member_of": [
            {"code": one.slug, "name": one.display_name}
            for one in cooperative.member_of.all()
            if one.is_listed and one.lifecycle != Lifecycle.MERGED
        ],
        "registers": [
            {
                "register": _coded(Register, entry.register),
                "number": entry.number,
                "since": entry.entered_date.isoformat() if entry.entered_date else None,
            }
            for entry in cooperative.register_entries.all()
        ],
        "email": cooperative.public_email,
        "phone": cooperative.phone,
        "social": cooperative.social_list,
    }


def _place(place: Cooperative | OperatingSite) -> dict[str, Any]:
    return place.public_place() | {"territory": _territory(place.territory)}


def _territory(territory: Territory) -> dict[str, Any]:
    return {
        "code": territory.code,
        "label": {code: territory.label(code) for code in LANGUAGES},
    }


def _summaries(cooperative: Cooperative) -> dict[str, str]:
    written = {"it": cooperative.summary, "en": cooperative.summary_en}
    return {code: written[code] for code in LANGUAGES if written.get(code)}


def _size(cooperative: Cooperative, name: str) -> dict[str, Any] | None:
    band, year = getattr(cooperative, f"{name}_band"), getattr(cooperative, f"{name}_year")
    return {"band": _coded(SIZES[name], band), "year": year} if band else None


def _coded(of: type[models.TextChoices], code: str) -> dict[str, Any]:
    return {"code": code, "label": dict(_labels(of, code))}


@lru_cache(maxsize=500)
def _labels(of: type[models.TextChoices], code: str) -> tuple[tuple[str, str], ...]:
    """The name of a code in each language; an unknown code stands for itself."""
    names = dict(of.choices)
    labels = []
    for language in LANGUAGES:
        with translation.override(language):
            labels.append((language, str(names.get(code, code))))
    return tuple(labels)
