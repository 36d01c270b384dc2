"""The demo's directory of cooperatives: one merged, one closed, one that looks after itself."""

from __future__ import annotations

from typing import Any

from core.models import Territory, User
from hub.demo.reading import Content, read
from practices import claiming, merging, proposing
from practices.models import Cooperative, Lifecycle

YEAR = 2025
PROPOSER = {"name": "Marta Ferrero", "role": "Comunicazione"}


def make_cooperatives(user: User) -> dict[str, Content]:
    """The cooperatives; return what is known of each by its short name in the content."""
    territories = {one.code: one for one in Territory.objects.all()}
    contents: list[Content] = read("cooperatives")["cooperative"]
    made = {}
    for content in contents:
        slug = content["slug"]
        if not Cooperative.objects.filter(slug=slug).exists():
            row = Cooperative(slug=slug, **_fields(content, territories))
            row.full_clean()
            row.save()
            made[slug] = row
    for content in contents:
        if content["slug"] in made:
            _relate(made[content["slug"]], content, territories, user)
    return {content["slug"]: content for content in contents}


def _fields(content: Content, territories: dict[str, Territory]) -> dict[str, Any]:
    members, workers, turnover = content["sizes"]
    return {
        "name": content["name"],
        "kind": content["kind"],
        "tax_code": content["tax_code"],
        "vat_number": content["tax_code"],
        "sectors": content["sectors"],
        "disadvantage_groups": content.get("groups", []),
        "summary": content["it"],
        "summary_en": content["en"],
        "municipality": content["municipality"],
        "territory": territories[content["territory"]],
        "is_municipality_only": content.get("municipality_only", False),
        "founded_year": content["founded"],
        "members_band": members,
        "members_year": YEAR,
        "workers_band": workers,
        "workers_year": YEAR,
        "turnover_band": turnover,
        "turnover_year": YEAR,
        "website": content.get("website", ""),
        "public_email": content.get("email", ""),
        "phone": content.get("phone", ""),
        "lifecycle": content.get("lifecycle", Lifecycle.ACTIVE),
        "lifecycle_year": content.get("lifecycle_year"),
        "is_listed": True,
    }


def _relate(
    row: Cooperative, content: Content, territories: dict[str, Territory], user: User
) -> None:
    """What needs the others to be there: consortia, areas, a merger, a proposal."""
    if "member_of" in content or "areas" in content:
        row.member_of = list(Cooperative.objects.filter(slug__in=content.get("member_of", [])))
        row.areas_served = [territories[code] for code in content.get("areas", [])]
        row.save()
    if "merged_into" in content:
        kept = Cooperative.objects.get(slug=content["merged_into"])
        merging.merge(kept_id=kept.pk, merged_id=row.pk, user=user)
    if "proposal" in content:
        claim = claiming.invite(
            cooperative=row, email=row.public_email, language="it", user=user, **PROPOSER
        )
        claim, _token = claiming.confirm(token=claiming.link_token(claim))
        proposing.propose(claim=claim, answers=content["proposal"])
