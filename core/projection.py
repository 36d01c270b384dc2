"""Pages as plain, typed data: what every channel serves.

A projection is a function of a page and nothing else: no request, no HTTP. It comes in two
sizes, the card (lists, newsletters) and the detail (the whole text).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.utils import translation
from wagtail.models import Page

from core.addresses import page_address
from core.blocks.data import CARD_SIZE, FULL_SIZE, Reading, picture_data
from core.licences import LICENCE_ADDRESSES
from core.models.page import PublicPage
from core.models.territory import Territory


class NoProjection(LookupError):
    """The page's type has no projection: it belongs to no channel."""


@dataclass(frozen=True, slots=True)
class Term:
    """A value an entry can be filtered by."""

    facet: str
    code: str
    label: str


@dataclass(slots=True)
class Facts:
    """What a page type adds to what all pages have; each room fills it for its own types."""

    kind: str
    card: dict[str, Any] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """A page as the catalogue stores it. `card` and `detail` hold only JSON values."""

    uid: uuid.UUID
    translation_key: uuid.UUID
    kind: str
    language: str
    title: str
    summary: str
    url: str
    card: dict[str, Any]
    detail: dict[str, Any]
    terms: tuple[Term, ...]
    published_at: datetime | None
    updated_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    closes_at: datetime | None
    mentioned_page_ids: frozenset[int]
    mentioned_image_ids: frozenset[int]


PageT = TypeVar("PageT", bound=PublicPage)
Projector = Callable[[Any, Reading], Facts]
_projectors: dict[type[Page], Projector] = {}


def projects(page_type: type[PageT]) -> Callable[[Projector], Projector]:
    """Register a function that tells the facts of one page type."""

    def register(projector: Projector) -> Projector:
        _projectors[page_type] = projector
        return projector

    return register


def projected_types() -> tuple[type[Page], ...]:
    """The page types that have a projection."""
    return tuple(_projectors)


def project(page: Page) -> Projection:
    """Turn a page into plain data, in its own language; raise NoProjection for other types."""
    specific = page.specific
    projector = _projectors.get(type(specific))
    if projector is None:
        raise NoProjection(type(specific).__name__)
    language = specific.locale.language_code
    reading = Reading(language=language)
    with translation.override(language):
        facts = projector(specific, reading)
        common = _common(specific, facts, reading)
        return Projection(
            uid=specific.uid,
            translation_key=specific.translation_key,
            kind=facts.kind,
            language=language,
            title=specific.title,
            summary=specific.summary,
            url=common["url"],
            card=common | facts.card,
            detail=common | _whole(specific, reading) | facts.card | facts.detail,
            terms=tuple(_terms(specific, language)) + tuple(facts.terms),
            published_at=specific.first_published_at,
            updated_at=specific.last_published_at,
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            closes_at=facts.closes_at,
            mentioned_page_ids=frozenset(reading.page_ids),
            mentioned_image_ids=frozenset(reading.image_ids),
        )


def moment(value: datetime | None) -> str | None:
    """Write a moment as RFC 3339 in UTC, to the second."""
    if value is None:
        return None
    return value.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def coded(code: str, label: object) -> dict[str, str]:
    """A value of a closed list: a stable code with its label in the current language."""
    return {"code": code, "label": str(label)}


def _common(page: PublicPage, facts: Facts, reading: Reading) -> dict[str, Any]:
    """The fields every card has."""
    language = reading.language
    return {
        "uid": str(page.uid),
        "kind": facts.kind,
        "language": language,
        "translation_of": str(page.translation_key),
        "title": page.title,
        "summary": page.summary,
        "url": page_address(page),
        "image": picture_data(page.lead_image, page.lead_image_alt, reading, CARD_SIZE),
        "topics": [coded(topic.code, topic.label(language)) for topic in page.topics.all()],
        "territories": [coded(one.code, one.label(language)) for one in _territories(page)],
        "licence": {"code": page.licence, "url": LICENCE_ADDRESSES[page.licence]},
        "published_at": moment(page.first_published_at),
        "updated_at": moment(page.last_published_at),
        "starts_at": moment(facts.starts_at),
        "ends_at": moment(facts.ends_at),
        "closes_at": moment(facts.closes_at),
    }


def _whole(page: PublicPage, reading: Reading) -> dict[str, Any]:
    """The fields only a detail has."""
    return {
        "lead_image": picture_data(page.lead_image, page.lead_image_alt, reading, FULL_SIZE),
        "body": page.body.stream_block.to_data(page.body, reading),
    }


def _territories(page: PublicPage) -> Iterable[Territory]:
    """The page's territories, each with the larger ones at hand."""
    return page.territories.select_related("parent__parent")


def _terms(page: PublicPage, language: str) -> Iterable[Term]:
    """Topics, and territories with the larger ones they lie in."""
    for topic in page.topics.all():
        yield Term("topic", topic.code, topic.label(language))
    larger: dict[str, Territory] = {}
    for territory in _territories(page):
        larger |= {one.code: one for one in territory.with_larger()}
    for territory in larger.values():
        yield Term("territory", territory.code, territory.label(language))


__all__ = [
    "Facts",
    "NoProjection",
    "Projection",
    "Reading",
    "Term",
    "coded",
    "moment",
    "project",
    "projected_types",
    "projects",
]
