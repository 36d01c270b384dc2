"""Ways through the site: the menu, the trail to a page, the same page in other languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Page, Site

from core import visibility
from core.addresses import absolute, page_address
from core.models import Territory


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the trail from the home page; the last one is where the reader is."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """Where the language switch leads.

    `is_exact` says whether it is this very page in that language; otherwise it is the nearest
    page above that exists in it, and the switch says so.
    """

    language: str
    name: str
    url: str
    title: str
    is_current: bool
    is_exact: bool


def language_name(code: str) -> str:
    """The name a language gives itself: "Italiano", "English"."""
    return str(get_language_info(code)["name_local"]).capitalize()


def home_url(language: str) -> str:
    """The address of a language's home page."""
    return absolute(f"/{language}/")


@dataclass(frozen=True, slots=True)
class Sections:
    """The public pages right under a home page, in order: those in the menu, and the others."""

    menu: list[Page]
    others: list[Page]


def sections(language: str) -> Sections:
    """What lies under a language's home page; editors choose what is in the menu."""
    roots = [
        root.root_path
        for root in Site.get_site_root_paths()
        if root.language_code == language or not settings.WAGTAIL_I18N_ENABLED
    ]
    if not roots:
        return Sections([], [])
    # The tree's root has depth 1, the home pages 2, what lies under them 3.
    below_home = Page.objects.filter(url_path__startswith=roots[0], depth=3)
    pages = list(visibility.public(below_home).select_related("locale").order_by("path"))
    return Sections(
        menu=[page for page in pages if page.show_in_menus],
        others=[page for page in pages if not page.show_in_menus],
    )


def ancestors_of(page: Page) -> list[Page]:
    """The pages above, from the home page down; the page shares the row of their language."""
    found = list(page.get_ancestors().filter(depth__gt=1).select_related("locale"))
    same = next((one.locale for one in found if one.locale_id == page.locale_id), None)
    if same is not None:
        page.locale = same
    return found


def trail(page: Page, ancestors: Iterable[Page]) -> list[Crumb]:
    """The steps from the home page to this one; none on the home page itself."""
    steps = [Crumb(one.title, page_address(one)) for one in (*ancestors, page)]
    return steps if len(steps) > 1 else []


def languages_of_page(page: Page, ancestors: list[Page]) -> list[LanguageLink]:
    """Where each language of the site leads from a page: one query for all of them."""
    here_upwards = [page, *reversed(ancestors)]
    found: dict[tuple[UUID, str], Page] = {
        (one.translation_key, one.locale.language_code): one
        for one in _public_translations(here_upwards)
    }
    found[page.translation_key, page.locale.language_code] = page
    return [_link(code, here_upwards, found) for code, _name in settings.LANGUAGES]


def _public_translations(pages: list[Page]) -> QuerySet[Page]:
    keys = {one.translation_key for one in pages}
    candidates = Page.objects.filter(translation_key__in=keys)
    return visibility.public(candidates).select_related("locale")


def _link(code: str, here_upwards: list[Page], found: dict[tuple[UUID, str], Page]) -> LanguageLink:
    """The page itself in a language, or the nearest one above it, or that language's home."""
    here = here_upwards[0]
    nearest = next(
        (
            found[one.translation_key, code]
            for one in here_upwards
            if (one.translation_key, code) in found
        ),
        None,
    )
    return LanguageLink(
        language=code,
        name=language_name(code),
        url=page_address(nearest) if nearest else home_url(code),
        title=nearest.title if nearest else "",
        is_current=code == here.locale.language_code,
        is_exact=nearest is not None and nearest.translation_key == here.translation_key,
    )


def languages_of_view(name: str, /, **arguments: str) -> list[LanguageLink]:
    """Where each language leads from a view that exists in all of them."""
    current = translation.get_language()
    links = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            url = absolute(reverse(name, kwargs=arguments))
        links.append(
            LanguageLink(code, language_name(code), url, "", code == current, is_exact=True)
        )
    return links


def territory_address(territory: Territory, language: str) -> str:
    """The address of a territory's page for readers of a language: its name in it differs."""
    with translation.override(language):
        part = territory.address_part(language)
        return absolute(reverse("home:territory", kwargs={"word": part}))


def languages_of_territory(territory: Territory) -> list[LanguageLink]:
    """Where each language leads from the page of a territory."""
    current = translation.get_language()
    return [
        LanguageLink(
            code,
            language_name(code),
            territory_address(territory, code),
            "",
            code == current,
            is_exact=True,
        )
        for code, _name in settings.LANGUAGES
    ]


def languages_home() -> list[LanguageLink]:
    """The home page of every language, for pages that have no address of their own."""
    current = translation.get_language()
    return [
        LanguageLink(code, language_name(code), home_url(code), "", code == current, False)
        for code, _name in settings.LANGUAGES
    ]
