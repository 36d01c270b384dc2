"""What the templates of the site ask for: lists, heads, and parts of a page that take a query."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from catalogue.models import CuratedCollection, Entry
from catalogue.relating import Related, related_to
from core.models import HubImage, PublicPage, Topic
from core.projection import coded
from core.visibility import is_public_image
from home import agenda, collected, heads, listings, navigation, subjects
from home import front_page as opening
from home.heads import Head

register = template.Library()
HEAD = "site_head"
SECTIONS = "site_sections"


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag(takes_context=True)
def site_head(context: Context) -> Head:
    """The head of the page that is shown: one a view has made, or a Wagtail page's own.

    Worked out once for each rendering, though several blocks ask for it.
    """
    kept = context.render_context.get(HEAD)
    if kept is None:
        kept = context.render_context[HEAD] = _make_head(context)
    return kept


def _make_head(context: Context) -> Head:
    request: HttpRequest | None = context.get("request")
    if isinstance(made := context.get("head"), Head):
        return made
    if isinstance(page := context.get("page"), Page):
        return heads.of_page(page, request)
    return heads.of_view(request)


@register.simple_tag(takes_context=True)
def site_sections(context: Context) -> navigation.Sections:
    """The pages right under the home page of the active language; looked up once for a page."""
    kept = context.render_context.get(SECTIONS)
    if kept is None:
        kept = context.render_context[SECTIONS] = navigation.sections(_language())
    found: navigation.Sections = kept
    return found


@register.simple_tag(takes_context=True)
def practice_list(context: Context) -> listings.Listing:
    """The practices, narrowed as the address asks."""
    return listings.practices(_language(), context["request"])


@register.simple_tag(takes_context=True)
def issue_list(context: Context) -> listings.Listing:
    """The issues of the newsletter."""
    return listings.paged("issue", _language(), context["request"])


@register.simple_tag(takes_context=True)
def publication_list(context: Context) -> listings.Listing:
    """The publications."""
    return listings.paged("publication", _language(), context["request"])


@register.simple_tag(takes_context=True)
def calendar(context: Context) -> agenda.Calendar:
    """The events, to come or past as the address asks."""
    return agenda.calendar(_language(), context["request"])


@register.simple_tag(takes_context=True)
def call_lists(context: Context) -> listings.Calls:
    """The calls, current and closed."""
    return listings.calls(_language(), context["request"])


@register.simple_tag
def front_page(featured: CuratedCollection | None) -> dict[str, Any]:
    """Everything the home page lists."""
    front = opening.lists(featured, _language())
    return front | {"topics": subjects.popular(_language())}


@register.simple_tag
def collection_cards(collection: CuratedCollection | None, limit: int | None) -> dict[str, Any]:
    """The first things in a collection; nothing while it is not public."""
    return collected.beginning(collection, limit, _language())


@register.simple_tag
def related_practices(page: PublicPage, entry: Entry | None = None) -> list[Related]:
    """The practices closest to this one, without those an editor has chosen to be read with it.

    None for what is not public: it has nothing in common with anything yet. `entry` is the page
    as the catalogue carries it, where that has been looked up already.
    """
    if entry is None and page.pk:
        entry = heads.published(page)
    if entry is None:
        return []
    chosen = [
        one.pk
        for block in page.body
        if block.block_type == "related_entries"
        for one in block.value["pages"]
        if one is not None
    ]
    return related_to(entry, _language(), leaving_out=chosen)


@register.simple_tag
def shown_language(page: Page) -> str:
    """The language of a page's text: its own, or its source's while it only mirrors that page."""
    source = page.alias_of if page.alias_of_id else None
    return str((source or page).locale.language_code)


@register.simple_tag
def page_subjects(page: PublicPage) -> dict[str, list[dict[str, str]]]:
    """Topics and territories of a page, as they are called in addresses and in words."""
    language = _language()
    topics = list(page.topics.all())
    own = page.locale_id if page.locale.language_code == language else None
    # A topic that is written in the reader's language needs no translation.
    keys = {topic.translation_key for topic in topics if topic.locale_id != own}
    translated = Topic.objects.filter(translation_key__in=keys, locale__language_code=language)
    names = dict(translated.values_list("translation_key", "name")) if keys else {}
    return {
        "topics": [coded(one.code, names.get(one.translation_key, one.name)) for one in topics],
        "territories": [
            coded(one.address_part(language), one.label(language)) for one in page.territories.all()
        ],
    }


@register.filter
def is_above(section: Page, page: Any) -> bool:
    """Whether a page lies below a section of the menu; views and errors show none."""
    return isinstance(page, Page) and page.is_descendant_of(section)


@register.filter
def picture_if_public(image: HubImage | None) -> HubImage | None:
    """The picture, or nothing where it may not be shown."""
    return image if is_public_image(image) else None


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Write structured data as a block that browsers do not run and no title can break out of."""
    block = json_script(data).replace("application/json", "application/ld+json", 1)
    return mark_safe(block)  # noqa: S308  json_script has escaped "<", ">" and "&"
