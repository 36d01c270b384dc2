"""What publications cite, seen from both sides: as readers may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from core.addresses import page_address
from core.blocks.data import Reading
from core.models import PublicationCitation, PublicationPage
from core.visibility import readable


@dataclass(frozen=True, slots=True)
class Citation:
    """A page at the other end of a citation, and where in the publication it stands."""

    page: Any
    pages: str


def cited_in(publication: PublicationPage, language: str) -> list[Citation]:
    """What a publication cites, in its order; in previews the rows are in memory only."""
    rows = [row for row in publication.citations.all() if row.page_id]
    return _readable(((row.page, row.pages) for row in rows), language)


def citing(page: Page, language: str) -> list[Citation]:
    """The publications that cite a page, in whatever language either of them is."""
    return _readable(((row.publication, row.pages) for row in _rows_about(page)), language)


def cited_data(publication: PublicationPage, reading: Reading) -> list[dict[str, Any]]:
    """What a publication cites, as plain data."""
    reading.page_ids |= {row.page_id for row in publication.citations.all() if row.page_id}
    return [_data(one) for one in cited_in(publication, reading.language)]


def citing_data(page: Page, reading: Reading) -> list[dict[str, Any]]:
    """The publications that cite a page, as plain data."""
    reading.page_ids |= {row.publication_id for row in _rows_about(page)}
    return [_data(one) for one in citing(page, reading.language)]


def _rows_about(page: Page) -> list[PublicationCitation]:
    rows = PublicationCitation.objects.filter(page__translation_key=page.translation_key)
    return list(rows.select_related("publication").order_by("-publication__dated", "pk"))


def _readable(pairs: Iterable[tuple[Page, str]], language: str) -> list[Citation]:
    """Each thing once, in the reader's language where it is public in it."""
    places: dict[Any, str] = {}
    chosen: dict[Any, Page] = {}
    for page, pages in pairs:
        chosen.setdefault(page.pk, page)
        places[page.translation_key] = places.get(page.translation_key) or pages
    found = {one.pk: one for one in readable(chosen.values(), language)}
    shown = {one.translation_key: one for one in reversed(found.values())}
    keys = dict.fromkeys(one.translation_key for one in found.values())
    return [Citation(shown[key], places[key]) for key in keys]


def _data(one: Citation) -> dict[str, Any]:
    uid = getattr(one.page, "uid", None)
    return {
        "uid": str(uid) if uid else None,
        "title": one.page.title,
        "url": page_address(one.page),
        "language": one.page.locale.language_code,
        "pages": one.pages,
    }
