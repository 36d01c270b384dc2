"""Cooperatives in the words of schema.org, read off their public profile."""

from __future__ import annotations

from typing import Any

from home.structured_data import CONTEXT
from practices.models import Lifecycle


def of_cooperative(profile: dict[str, Any], language: str) -> dict[str, Any]:
    """Describe a cooperative as an Organization; only what its public profile says."""
    office = profile["registered_office"]
    has_ended = profile["lifecycle"]["code"] == Lifecycle.CLOSED
    data = {
        "@context": CONTEXT,
        "@type": "Organization",
        "@id": profile["url"].get(language),
        "identifier": profile["uid"],
        "url": profile["website"] or profile["url"].get(language),
        "name": profile["short_name"] or profile["name"],
        "legalName": profile["name"],
        "description": profile["summary"].get(language),
        "taxID": profile["tax_code"],
        "vatID": profile["vat_number"],
        "foundingDate": _year(profile["founded_year"]),
        "dissolutionDate": _year(profile["lifecycle_year"]) if has_ended else None,
        "address": _address(office),
        "location": [_place(site) for site in profile["sites"]],
        "areaServed": [one["label"].get(language) for one in profile["areas_served"]],
        "numberOfEmployees": _workers(profile["sizes"]["workers"]),
        "memberOf": [{"@type": "Organization", "name": one["name"]} for one in profile["member_of"]]
        + (
            [{"@type": "Organization", "name": profile["regional_association"]}]
            if profile["regional_association"]
            else []
        ),
        "knowsAbout": [one["label"].get(language) for one in profile["sectors"]],
        "email": profile["email"],
        "telephone": profile["phone"],
        "sameAs": profile["social"],
    }
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def _year(year: int | None) -> str | None:
    return str(year) if year else None


def _address(place: dict[str, Any]) -> dict[str, Any]:
    data = {
        "@type": "PostalAddress",
        "streetAddress": place["address"],
        "postalCode": place["postal_code"],
        "addressLocality": place["municipality"],
        "addressRegion": place["territory"]["label"].get("it"),
        "addressCountry": "IT",
    }
    return {name: value for name, value in data.items() if value}


def _place(site: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": "Place", "name": site["name"], "address": _address(site)}
    if point := site["point"]:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": point["latitude"],
            "longitude": point["longitude"],
        }
    return {name: value for name, value in data.items() if value}


def _workers(size: dict[str, Any] | None) -> dict[str, Any] | None:
    """The band as a range, such as 10 to 49; the last one is open."""
    if size is None:
        return None
    least, _dash, most = size["band"]["code"].partition("-")
    data = {"@type": "QuantitativeValue", "minValue": int(least)}
    if most or least == "0":
        data["maxValue"] = int(most or 0)
    return data
