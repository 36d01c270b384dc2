"""What schema.org lets a practice say beyond what every text says."""

from __future__ import annotations

from typing import Any

FUNDING = "funder"


def of_practice(detail: dict[str, Any]) -> dict[str, Any]:
    """Whom it is for, who takes part, its state, its pieces; in full also the project itself."""
    partners = detail.get("partners", [])
    data = {
        "creativeWorkStatus": (detail.get("maturity") or {}).get("label"),
        "temporalCoverage": _period(detail),
        "contentLocation": [_site(one) for one in detail.get("sites", [])],
        "audience": [
            {"@type": "Audience", "audienceType": group["label"]}
            for group in detail.get("target_groups", [])
        ],
        "contributor": [_partner(one) for one in partners if one["role"]["code"] != FUNDING],
        "funder": [_partner(one) for one in partners if one["role"]["code"] == FUNDING],
        "hasPart": [_piece(one, detail) for one in detail.get("building_blocks", [])],
        "mainEntity": _project(detail),
    }
    return _said(data)


def goals(detail: dict[str, Any]) -> list[dict[str, str]]:
    """The Sustainable Development Goals as terms, by the addresses the United Nations gave them."""
    return [
        {
            "@type": "DefinedTerm",
            "@id": f"http://metadata.un.org/sdg/{goal['code']}",
            "termCode": goal["code"],
            "name": goal["label"],
        }
        for goal in detail.get("sdgs", [])
    ]


def _period(detail: dict[str, Any]) -> str | None:
    """A period as ISO 8601 writes it; ".." is what schema.org has for an open end."""
    started, ended = detail.get("started_year"), detail.get("ended_year")
    return f"{started}/{ended or '..'}" if started else None


def _site(site: dict[str, Any]) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": site["address"],
        "postalCode": site["postal_code"],
        "addressLocality": site["municipality"],
        "addressRegion": site["territory"]["label"],
        "addressCountry": "IT",
    }
    data: dict[str, Any] = {"@type": "Place", "name": site["name"], "address": _said(address)}
    if point := site["point"]:
        degrees = {name: point[name] for name in ("latitude", "longitude")}
        data["geo"] = {"@type": "GeoCoordinates"} | degrees
    return _said(data)


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


def _partner(partner: dict[str, Any]) -> dict[str, str]:
    organisation = {"@type": "Organization", "name": partner["name"]}
    return organisation | ({"url": partner["website"]} if partner.get("website") else {})


def _piece(piece: dict[str, Any], detail: dict[str, Any]) -> dict[str, Any]:
    data = {"@type": "CreativeWork", "name": piece["title"], "description": piece["description"]}
    if piece.get("id"):
        data["url"] = f"{detail['url']}#block-{piece['id']}"
    return data


def _project(detail: dict[str, Any]) -> dict[str, Any] | None:
    """The thing itself, as far as it is told in full."""
    if (detail.get("depth") or {}).get("code") != "full":
        return None
    cooperative = detail.get("cooperative")
    data = {
        "@type": "Project",
        "name": detail.get("title"),
        "description": detail.get("need"),
        "foundingDate": str(detail["started_year"]) if detail.get("started_year") else None,
        "dissolutionDate": str(detail["ended_year"]) if detail.get("ended_year") else None,
        "parentOrganization": {"@type": "Organization", "name": cooperative["name"]}
        if cooperative
        else None,
    }
    return {name: value for name, value in data.items() if value}
