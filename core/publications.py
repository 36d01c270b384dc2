"""Publications as plain data."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from core.addresses import absolute
from core.citing import cited_data
from core.models import PublicationFile, PublicationIndexPage, PublicationPage
from core.models.publication import DatePrecision
from core.organisations import cooperative_terms
from core.projection import Facts, Reading, coded, projects

# A date is cut where it is no longer known: "2021-11-08", "2021-11", "2021".
LENGTHS = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}


@projects(PublicationIndexPage)
def index_facts(page: PublicationIndexPage, reading: Reading) -> Facts:
    """The shelf is a page like others."""
    return Facts(kind="page")


@projects(PublicationPage)
def publication_facts(page: PublicationPage, reading: Reading) -> Facts:
    """What a publication adds: what it is, by whom, and its files."""
    kind = coded(page.kind, page.get_kind_display())
    return Facts(
        kind="publication",
        card={
            "subtitle": page.subtitle,
            "publication_kind": kind,
            "authors": page.authors,
            "dated": cut_date(page.dated, page.date_precision),
        },
        detail={
            "publisher": page.publisher.current.name if page.publisher else "",
            "isbn": page.isbn,
            "doi": page.doi,
            "text_languages": [
                code.strip() for code in page.text_languages.split(",") if code.strip()
            ],
            "page_count": page.page_count,
            "cite_as": page.citation,
            "files": [file_data(one) for one in page.public_files],
            "cites": cited_data(page, reading),
        },
        terms=cooperative_terms([page.publisher] if page.publisher else []),
    )


def file_data(one: PublicationFile) -> dict[str, Any]:
    """Address, format, size in bytes and SHA-1 of a file."""
    document = one.document
    return {
        "title": document.title,
        "url": absolute(document.url),
        "format": PurePath(document.filename).suffix.lstrip(".").lower(),
        "size": document.get_file_size() or 0,
        "sha1": document.get_file_hash(),
        "licence": document.licence,
        "is_accessible": one.is_accessible,
    }


def cut_date(day: date | None, precision: str) -> str | None:
    """A date as exactly as it is known."""
    return day.isoformat()[: LENGTHS[DatePrecision(precision)]] if day else None
