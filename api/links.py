"""Addresses of what other rooms serve, in each language of the hub."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.addresses import absolute

FORMATS = ("atom", "json", "calendar")


def in_each_language(view: str, **parts: str) -> dict[str, str]:
    """The address of a view for readers of each language."""
    addresses = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            addresses[language] = absolute(reverse(view, kwargs=parts))
    return addresses


def feeds() -> dict[str, dict[str, str]]:
    """The feeds of the whole hub."""
    return {name: in_each_language(f"feeds:{name}") for name in FORMATS}


def feeds_of_collection(slug: str) -> dict[str, dict[str, str]]:
    """The feeds of a collection."""
    return {name: in_each_language(f"feeds:collection_{name}", slug=slug) for name in FORMATS}


def feeds_of_topic(code: str) -> dict[str, dict[str, str]]:
    """The feeds of a topic."""
    return {name: in_each_language(f"feeds:topic_{name}", slug=code) for name in FORMATS}


def feeds_of_territory(code: str) -> dict[str, dict[str, str]]:
    """The feeds of a territory."""
    return {name: in_each_language(f"feeds:place_{name}", code=code) for name in FORMATS}
