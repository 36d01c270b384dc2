"""What search engines may read: public pages, collections, and their translations."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max

from catalogue.models import CuratedCollection, Entry, EntryQuerySet, EntryTerm
from core.directory_addresses import profile_urls
from core.models import Territory
from home.navigation import LanguageLink, languages_of_territory, languages_of_view
from practices.models import Cooperative, CooperativeQuerySet

# The protocol allows 50,000 addresses in a file; smaller files are quicker to make.
FILE_SIZE = 5000


class EntrySitemap(Sitemap[Entry]):
    """Everything in the catalogue."""

    limit = FILE_SIZE

    def items(self) -> EntryQuerySet:
        """Every public page in every language."""
        columns = ("url", "language", "translation_key", "updated_at")
        return Entry.objects.visible().only(*columns).order_by("id")

    def get_latest_lastmod(self) -> datetime | None:
        """When something was last published."""
        latest: datetime | None = self.items().aggregate(at=Max("updated_at"))["at"]
        return latest

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[Any]:
        """The addresses of one file, each with those of its translations."""
        entries = list(self.paginator.page(page).object_list)
        translations: dict[UUID, dict[str, str]] = defaultdict(dict)
        keys = {entry.translation_key for entry in entries}
        for entry in self.items().filter(translation_key__in=keys):
            translations[entry.translation_key][entry.language] = entry.url
        return [
            _row(entry.url, translations[entry.translation_key], entry.updated_at)
            for entry in entries
        ]


class ViewSitemap(Sitemap[list[LanguageLink]]):
    """Collections and the developers' page, which exist in every language."""

    limit = FILE_SIZE

    def items(self) -> list[list[LanguageLink]]:
        """The translations of each address."""
        slugs = CuratedCollection.objects.public().order_by("slug").values_list("slug", flat=True)
        collections = [languages_of_view("home:collection", slug=slug) for slug in slugs]
        names = ("home:developers", "home:cooperatives", "home:collections")
        fixed = [languages_of_view(name) for name in names]
        return [*fixed, *collections]

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[Any]:
        """The addresses, each with those of its translations."""
        return [
            _row(link.url, {other.language: other.url for other in links}, None)
            for links in self.paginator.page(page).object_list
            for link in links
        ]


class CooperativeSitemap(Sitemap[Cooperative]):
    """The pages of the directory, also of cooperatives that have closed."""

    limit = FILE_SIZE // 2

    def items(self) -> CooperativeQuerySet:
        """Every cooperative that has a page."""
        return Cooperative.objects.with_profile().only("slug", "updated_at").order_by("pk")

    def get_latest_lastmod(self) -> datetime | None:
        """When a record was last changed."""
        latest: datetime | None = self.items().aggregate(at=Max("updated_at"))["at"]
        return latest

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[Any]:
        """The addresses of one file, each with those of its translations."""
        return [
            _row(url, urls, one.updated_at)
            for one in self.paginator.page(page).object_list
            for urls in [profile_urls(one.slug)]
            for url in urls.values()
        ]


class SubjectSitemap(ViewSitemap):
    """Topics and territories that something is about, and the lists of them."""

    def items(self) -> list[list[LanguageLink]]:
        """The translations of each address."""
        terms = EntryTerm.objects.filter(entry__in=Entry.objects.visible())
        used = terms.filter(facet__in=("topic", "territory")).values_list("facet", "code")
        codes: dict[str, set[str]] = {"topic": set(), "territory": set()}
        for facet, code in used.distinct():
            codes[facet].add(code)
        places = Territory.objects.filter(code__in=codes["territory"]).order_by("code")
        return [
            languages_of_view("home:topics"),
            languages_of_view("home:territories"),
            *(languages_of_view("home:topic", slug=code) for code in sorted(codes["topic"])),
            *(languages_of_territory(place) for place in places),
        ]


def _row(url: str, by_language: dict[str, str], updated_at: datetime | None) -> dict[str, Any]:
    """One address in the words of Django's template."""
    alternates = [{"location": to, "lang_code": code} for code, to in sorted(by_language.items())]
    if len(alternates) < 2:
        alternates = []
    elif source := by_language.get(settings.LANGUAGE_CODE):
        alternates.append({"location": source, "lang_code": "x-default"})
    return {
        "item": None,
        "location": url,
        "lastmod": updated_at,
        "changefreq": None,
        "priority": "",
        "alternates": alternates,
    }


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "pages": EntrySitemap,
    "collections": ViewSitemap,
    "cooperatives": CooperativeSitemap,
    "subjects": SubjectSitemap,
}
