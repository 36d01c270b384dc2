"""Entries in the words of schema.org, for search engines and for whoever reads JSON-LD.

Where schema.org has no type for a thing, the nearest one is used and nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from core.addresses import absolute
from core.models import Territory, Topic, TopicMatch
from core.models.territory import TerritoryLevel
from home import structured_practices
from home.navigation import Crumb, home_url

CONTEXT = "https://schema.org"
TYPES = {
    "practice": "Article",
    "call": "CreativeWork",
    "event": "Event",
    "path": "Project",
    "publication": "Report",
    "issue": "Article",
    "page": "WebPage",
}
# The words of schema.org for what our events can be and how people take part in them.
EVENT_STATUS = {
    "scheduled": "EventScheduled",
    "moved-online": "EventMovedOnline",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}
ATTENDANCE = {
    "in-person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}


def of_entry(detail: dict[str, Any]) -> dict[str, Any]:
    """Describe an entry from its stored detail."""
    kind = detail.get("kind", "page")
    describe = {
        "event": _event,
        "path": _path,
        "call": _call,
        "practice": _practice,
    }.get(kind, _text)
    data = {
        "@context": CONTEXT,
        "@type": TYPES.get(kind, "WebPage"),
        "@id": detail.get("url"),
        "url": detail.get("url"),
        "name": detail.get("title"),
        "description": detail.get("summary"),
        "image": (detail.get("image") or {}).get("url"),
        **describe(detail),
    }
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def of_trail(crumbs: list[Crumb]) -> dict[str, Any]:
    """Describe the trail from the home page."""
    steps = [
        {"@type": "ListItem", "position": place, "name": crumb.title, "item": crumb.url}
        for place, crumb in enumerate(crumbs, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": steps}


def of_site(language: str) -> dict[str, Any]:
    """Describe the site and where it can be searched."""
    with translation.override(language):
        search = absolute(reverse("search:results"))
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": settings.HUB_NAME,
        "url": home_url(language),
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{search}?q={{query}}",
            "query-input": "required name=query",
        },
    }


# Where the counterparts of a topic have no address of their own, it follows from their code.
MATCH_ADDRESSES = {"sdg": "http://metadata.un.org/sdg/{}"}


def of_topic(words: Topic, url: str, set_url: str, matches: Iterable[TopicMatch]) -> dict[str, Any]:
    """Describe a topic as a term of our own set of terms."""
    same = [
        MATCH_ADDRESSES.get(match.scheme, "{}").format(match.value)
        for match in matches
        if match.scheme in MATCH_ADDRESSES or match.value.startswith("http")
    ]
    data = {
        "@context": CONTEXT,
        "@type": "DefinedTerm",
        "@id": url,
        "url": url,
        "termCode": words.code,
        "name": words.name,
        "description": words.description,
        "alternateName": words.synonym_list,
        "inLanguage": words.locale.language_code,
        "inDefinedTermSet": {"@type": "DefinedTermSet", "url": set_url},
        "sameAs": same,
    }
    return {name: value for name, value in data.items() if value not in ("", [])}


def of_territory(territory: Territory, language: str, url: str) -> dict[str, Any]:
    """Describe a territory with its codes and the larger ones it lies in (have them at hand)."""
    codes = {"ISTAT": territory.istat, "NUTS": territory.nuts, "ISO 3166-2": territory.iso}
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Country" if territory.level == TerritoryLevel.COUNTRY else "AdministrativeArea",
        "@id": url,
        "url": url,
        "name": territory.label(language),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": code}
            for name, code in codes.items()
            if code
        ],
        "containedInPlace": _containing(territory, language),
    }
    return {name: value for name, value in data.items() if value not in (None, [])}


def _containing(territory: Territory, language: str) -> dict[str, Any] | None:
    if territory.parent is None:
        return None
    larger = {"@type": "AdministrativeArea", "name": territory.parent.label(language)}
    around = _containing(territory.parent, language)
    return larger | ({"containedInPlace": around} if around else {})


def of_collection(title: str, description: str, url: str, members: list[str]) -> dict[str, Any]:
    """Describe a curated collection by the addresses of what is in it."""
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": title,
        "description": description,
        "url": url,
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "url": member}
                for place, member in enumerate(members, start=1)
            ],
        },
    }


def _creative_work(detail: dict[str, Any]) -> dict[str, Any]:
    """What schema.org lets every text say."""
    return {
        "inLanguage": detail.get("language"),
        "datePublished": detail.get("published_at"),
        "dateModified": detail.get("updated_at"),
        "license": (detail.get("licence") or {}).get("url"),
        "about": [
            {"@type": "DefinedTerm", "termCode": topic["code"], "name": topic["label"]}
            for topic in detail.get("topics", [])
        ],
        "spatialCoverage": [_place(one) for one in detail.get("territories", [])],
    }


def _text(detail: dict[str, Any]) -> dict[str, Any]:
    data = _creative_work(detail)
    if detail.get("kind") in {"practice", "issue"}:
        data["headline"] = detail.get("title")
    if cooperative := detail.get("cooperative"):
        data["author"] = _organisation(cooperative)
    return data


def _practice(detail: dict[str, Any]) -> dict[str, Any]:
    data = _text(detail) | structured_practices.of_practice(detail)
    data["about"] = data["about"] + structured_practices.goals(detail)
    return data


def _call(detail: dict[str, Any]) -> dict[str, Any]:
    return {
        **_creative_work(detail),
        "headline": detail.get("question"),
        "expires": detail.get("closes_at"),
        "sponsor": [_organisation(one) for one in detail.get("promoters", [])],
        "subjectOf": [_listed_event(one) for one in detail.get("events", [])],
    }


def _event(detail: dict[str, Any]) -> dict[str, Any]:
    status = (detail.get("status") or {}).get("code", "")
    mode = (detail.get("mode") or {}).get("code", "")
    cost = detail.get("cost", "")
    data: dict[str, Any] = {
        "startDate": _start(detail),
        "endDate": detail.get("ends_at"),
        "doorTime": detail.get("doors_at"),
        "previousStartDate": detail.get("previous_starts_at"),
        "inLanguage": detail.get("language"),
        "eventStatus": f"{CONTEXT}/{_event_status(detail, status)}",
        "eventAttendanceMode": f"{CONTEXT}/{ATTENDANCE.get(mode, ATTENDANCE['in-person'])}",
        "maximumAttendeeCapacity": detail.get("capacity"),
        "isAccessibleForFree": None if cost else True,
        "organizer": [_organisation(one) for one in detail.get("organisers", [])],
        "contributor": [_organisation(one) for one in detail.get("partners", [])],
        "performer": [
            {"@type": "Person", "name": one["name"]} for one in detail.get("speakers", [])
        ],
        "audience": [
            {"@type": "Audience", "audienceType": one["label"]}
            for one in detail.get("audiences", [])
        ],
        "subEvent": [{"@type": "Event", "name": one["title"]} for one in detail.get("agenda", [])],
        "location": _location(detail, mode),
    }
    data["subEvent"] += [_listed_event(one) for one in detail.get("parts", [])]
    if larger := _larger_events(detail):
        data["superEvent"] = larger[0] if len(larger) == 1 else larger
    if recording := (detail.get("report") or {}).get("recording_url"):
        data["recordedIn"] = {"@type": "CreativeWork", "url": recording}
    return data


def _larger_events(detail: dict[str, Any]) -> list[dict[str, Any]]:
    """The event and the path that an event is a part of."""
    found = (("Event", detail.get("part_of")), ("EventSeries", detail.get("path")))
    return [{"@type": kind, "name": one["title"], "url": one["url"]} for kind, one in found if one]


def _listed_event(data: dict[str, Any]) -> dict[str, Any]:
    """An event where another entry lists it."""
    return {
        "@type": "Event",
        "name": data["title"],
        "url": data["url"],
        "startDate": _start(data),
        "location": _location(data, data["mode"]["code"]),
    }


def _event_status(detail: dict[str, Any], status: str) -> str:
    """The word of schema.org: an event that takes place on another day was rescheduled."""
    word = EVENT_STATUS.get(status, "EventScheduled")
    is_moved = word == "EventScheduled" and detail.get("previous_starts_at")
    return "EventRescheduled" if is_moved else word


def _start(detail: dict[str, Any]) -> str | None:
    """When the event begins: a day alone where only days count."""
    start: str | None = detail.get("starts_at")
    if start and detail.get("is_all_day"):
        return timezone.localdate(datetime.fromisoformat(start)).isoformat()
    return start


def _location(detail: dict[str, Any], mode: str) -> Any:
    """A place, the page that leads to the online meeting, or both in a list."""
    found: list[dict[str, Any]] = []
    if detail.get("venue") and mode != "online":
        place = {"@type": "Place", "name": detail["venue"]}
        found.append(place | {"address": _event_address(detail)})
    if mode in {"online", "hybrid"}:
        found.append({"@type": "VirtualLocation", "url": detail.get("url")})
    return found[0] if len(found) == 1 else found


def _event_address(detail: dict[str, Any]) -> Any:
    """Where people go: with its municipality apart where that is known, else as it was written."""
    written = detail.get("address") or detail["venue"]
    if not (municipality := detail.get("municipality")):
        return written
    street = (detail.get("address") or "").removesuffix(municipality).rstrip(", ")
    address = {"@type": "PostalAddress", "addressLocality": municipality}
    return address | ({"streetAddress": street} if street else {})


def _path(detail: dict[str, Any]) -> dict[str, Any]:
    promoter = detail.get("promoter")
    return {
        "description": detail.get("question") or detail.get("summary"),
        "foundingDate": detail.get("starts_date"),
        "dissolutionDate": detail.get("ends_date"),
        "sponsor": _organisation(promoter) if promoter else None,
        "areaServed": [_place(one) for one in detail.get("territories", [])],
    }


def _organisation(data: dict[str, Any]) -> dict[str, Any]:
    found = {"@type": "Organization", "@id": data.get("url"), "name": data["name"]}
    return {name: value for name, value in (found | {"url": data.get("website")}).items() if value}


def _place(territory: dict[str, str]) -> dict[str, str]:
    return {"@type": "AdministrativeArea", "name": territory["label"]}
