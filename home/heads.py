"""What the head of a page tells browsers, search engines and other sites."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from catalogue.models import Entry
from core.addresses import page_address
from home import navigation, structured_data
from home.navigation import Crumb, LanguageLink


@dataclass(slots=True)
class Head:
    """Title, description, addresses, languages and structured data of one page.

    `is_hidden` keeps search engines away; `is_public` says that every channel carries the page.
    """

    title: str
    description: str = ""
    canonical: str = ""
    languages: list[LanguageLink] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)
    image: dict[str, Any] | None = None
    kind: str = "page"
    is_hidden: bool = False
    is_public: bool = False
    structured: list[dict[str, Any]] = field(default_factory=list)
    entry: Entry | None = None
    """The page as every channel carries it, for what else of the page needs it."""
    reading: str = ""
    """What a reading of the page is counted for; nothing for pages that are not counted."""

    @property
    def alternates(self) -> list[LanguageLink]:
        """The languages this very page exists in: what `hreflang` may name."""
        exact = [link for link in self.languages if link.is_exact]
        return exact if len(exact) > 1 else []

    @property
    def default_url(self) -> str:
        """The address for readers of any other language: the source language's, if it exists."""
        urls = {link.language: link.url for link in self.alternates}
        return urls.get(settings.LANGUAGE_CODE, "")


def of_page(page: Page, request: HttpRequest | None) -> Head:
    """Make the head of a Wagtail page; what is not public is kept from search engines."""
    ancestors = navigation.ancestors_of(page)
    is_preview = bool(getattr(request, "is_preview", False))
    entry = None if is_preview or page.pk is None else published(page)
    detail = json.loads(entry.detail) if entry else {}
    crumbs = navigation.trail(page, ancestors)
    structured = [structured_data.of_entry(detail)] if detail else []
    if crumbs:
        structured.append(structured_data.of_trail(crumbs))
    elif entry:
        structured.append(structured_data.of_site(page.locale.language_code))
    return Head(
        title=page.seo_title or page.title,
        description=page.search_description or getattr(page, "summary", ""),
        canonical=page_address(page) + _page_number(request),
        languages=navigation.languages_of_page(page, ancestors),
        crumbs=crumbs,
        image=detail.get("image"),
        kind=entry.kind if entry else "page",
        is_hidden=is_preview or not page.live,
        is_public=entry is not None,
        structured=structured,
        entry=entry,
        reading=str(entry.uid) if entry else "",
    )


def published(page: Page) -> Entry | None:
    """The page as every channel carries it, None while it is not public."""
    return Entry.objects.visible().filter(page_id=page.pk).first()


def _page_number(request: HttpRequest | None) -> str:
    """The second and following pages of a list are pages of their own."""
    number = request.GET.get("page", "") if request else ""
    return f"?page={number}" if number.isascii() and number.isdigit() and number != "1" else ""


def of_view(request: HttpRequest | None) -> Head:
    """Make the head of a page that no editor wrote and that search engines need not know."""
    match = getattr(request, "resolver_match", None)
    if match is None or not match.view_name or match.args or match.view_name == "wagtail_serve":
        return Head(title="", languages=navigation.languages_home(), is_hidden=True)
    links = navigation.languages_of_view(match.view_name, **match.kwargs)
    # An address that is the same in every language cannot be switched.
    distinct = links if len({link.url for link in links}) > 1 else navigation.languages_home()
    return Head(title="", languages=distinct, is_hidden=True)
