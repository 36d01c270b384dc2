"""Where the directory of cooperatives stands on the site, in each language.

The words stand here and not in a table of addresses, because records know their own address.
"""

from __future__ import annotations

from django.conf import settings

from core.addresses import absolute

DIRECTORY = {"it": "cooperative/", "en": "cooperatives/"}


def directory_path(language: str) -> str:
    """The directory's path below a language, such as "cooperative/"."""
    return DIRECTORY.get(language, DIRECTORY["en"])


def profile_url(slug: str, language: str) -> str:
    """The public address of a cooperative's page for readers of a language."""
    return absolute(f"/{language}/{directory_path(language)}{slug}/")


def profile_urls(slug: str) -> dict[str, str]:
    """The public addresses of a cooperative's page, by language."""
    return {code: profile_url(slug, code) for code, _name in settings.LANGUAGES}
