"""Organisations as pages name them: as data, and as what a page can be found by.

A cooperative that is named is one of the directory: it brings its code and the address of its
page, and the page is found among those of the cooperative.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from core.blocks.data import Reading, picture_data
from core.models import Organisation
from core.projection import Term, coded

LOGO_SIZE = "max-320x160|format-png"


def current(organisations: Iterable[Organisation]) -> list[Organisation]:
    """Those that stand for the ones a page names now, each once, in order."""
    return list({one.current.pk: one.current for one in organisations}.values())


def organisation_data(organisation: Organisation, reading: Reading) -> dict[str, Any]:
    """What is public about an organisation; `code` and `url` are "" where it has no profile.

    Tax code, contacts and roles are for staff.
    """
    now = organisation.current
    return {
        "name": now.name,
        "website": now.website,
        "code": now.directory_code,
        "url": now.profile_url,
        "kind": coded(now.kind, now.get_kind_display()),
        "description": now.described_in(get_language() or settings.LANGUAGE_CODE),
        "logo": picture_data(now.logo, now.logo_alt, reading, LOGO_SIZE),
    }


def organisations_data(
    organisations: Iterable[Organisation], reading: Reading
) -> list[dict[str, Any]]:
    """The same of several: two whose records were merged are told once."""
    return [organisation_data(one, reading) for one in current(organisations)]


def cooperative_terms(organisations: Iterable[Organisation]) -> list[Term]:
    """By what a page is found among those of the cooperatives it names, each once."""
    named = [one for one in current(organisations) if one.directory_code]
    return [Term("cooperative", one.directory_code, one.name) for one in named]


__all__ = ["cooperative_terms", "current", "organisation_data", "organisations_data"]
