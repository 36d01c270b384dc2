"""Pages of the site that no editor writes."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import CuratedCollection
from core.addresses import absolute
from home import collected, heads, navigation, structured_data
from home.examples import EXAMPLES
from home.navigation import Crumb


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a curated collection: its introduction, its entries in order, its feeds."""
    language = get_language() or settings.LANGUAGE_CODE
    rows = CuratedCollection.objects.public().select_related("locale")
    original = rows.filter(slug=slug).first()
    if original is None:
        raise Http404(_("There is no such collection, or it is not public."))
    words = original.in_language(language)
    members = collected.members(original, language)
    url = absolute(reverse("home:collection", kwargs={"slug": slug}))
    urls = [member.entry.url for member in members]
    head = heads.Head(
        title=words.title,
        description=words.intro[:300],
        canonical=url,
        languages=navigation.languages_of_view("home:collection", slug=slug),
        crumbs=[
            Crumb(settings.HUB_NAME, navigation.home_url(language)),
            Crumb(pgettext("curated", "Collections"), absolute(reverse("home:collections"))),
            Crumb(words.title, url),
        ],
        structured=[structured_data.of_collection(words.title, words.intro, url, urls)],
    )
    context = {"head": head, "collection": words, "original": original, "members": members}
    return render(request, "home/collection.html", context)


@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """List the public collections in which there is something."""
    language = get_language() or settings.LANGUAGE_CODE
    title, url = pgettext("curated", "Collections"), absolute(reverse("home:collections"))
    head = heads.Head(
        title=title,
        description=_("Practices, events and other contents, chosen and put in order by somebody."),
        canonical=url,
        languages=navigation.languages_of_view("home:collections"),
        crumbs=[Crumb(settings.HUB_NAME, navigation.home_url(language)), Crumb(title, url)],
    )
    context = {"head": head, "collections": collected.public_collections(language)}
    return render(request, "home/collections.html", context)


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """Show partners' developers how to read the hub, with examples that can be copied."""
    language = get_language() or settings.LANGUAGE_CODE
    title, url = _("For developers"), absolute(reverse("home:developers"))
    collections = CuratedCollection.objects.public().select_related("locale").order_by("slug")
    head = heads.Head(
        title=title,
        description=_("Read the hub through its API, feeds and calendar; keep a mirror in sync."),
        canonical=url,
        languages=navigation.languages_of_view("home:developers"),
        crumbs=[Crumb(settings.HUB_NAME, navigation.home_url(language)), Crumb(title, url)],
    )
    context = {
        "head": head,
        "api_root": absolute(reverse("api:root")),
        "examples": EXAMPLES,
        "collections": [one.in_language(language) for one in collections],
    }
    return render(request, "home/developers.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell programs where the map is, and that searching and administration are not for them."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        *(f"Disallow: {path}?" for path in _search_paths()),
        "",
        f"Sitemap: {settings.HUB_URL}{reverse('sitemap_index')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _search_paths() -> list[str]:
    links = navigation.languages_of_view("search:results")
    return [link.url.removeprefix(settings.HUB_URL) for link in links]
