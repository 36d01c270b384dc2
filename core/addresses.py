"""Absolute addresses, the same in every channel."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language
from wagtail.models import Page


def absolute(path: str) -> str:
    """Put the hub's public address before a path; an address that is absolute already stays."""
    if urlsplit(path).scheme:
        return path
    return f"{settings.HUB_URL}{path}"


def page_address(page: Page) -> str:
    """The public address of a page, or "" where it has none (it lies outside the site)."""
    parts = page.get_url_parts()
    return absolute(parts[2]) if parts and parts[2] else ""


def _in_language(**words: str) -> str:
    return words.get(get_language() or "", words["en"])


in_language = lazy(_in_language, str)
"""Words of an address, by language. Addresses are not prose: they stand in tables of addresses, so
that editing a translation never moves a page."""
