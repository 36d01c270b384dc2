"""Pages of topics and of territories, and the lists of all of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import popularity
from core import naming
from core.addresses import absolute
from home import heads, navigation, structured_data, subjects, tiles
from home.navigation import Crumb
from home.subjects import About


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _crumbs(*steps: Crumb) -> list[Crumb]:
    home = Crumb(settings.HUB_NAME, navigation.home_url(_language()))
    return [home, *steps]


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic, with how much there is about it, and those talked about most."""
    language = _language()
    title, url = _("Topics"), absolute(reverse("home:topics"))
    head = heads.Head(
        title=title,
        description=_("What the practices, calls and events of the network are about."),
        canonical=url,
        languages=navigation.languages_of_view("home:topics"),
        crumbs=_crumbs(Crumb(title, url)),
    )
    context = {
        "head": head,
        "topics": subjects.all_topics(language),
        "popular": subjects.popular(language),
    }
    return render(request, "home/topics.html", context)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is about a topic; an old code or a synonym leads to the topic's own address."""
    found = naming.by_code(slug) or naming.by_word(slug)
    if found is None:
        raise Http404(_("There is no such topic."))
    if found.code != slug:
        return redirect("home:topic", slug=found.code, permanent=True)
    language = _language()
    words = found.in_language(language)
    wider, parts = subjects.relatives(found, language)
    about = subjects.about("topic", found.code, language, request)
    url = absolute(reverse("home:topic", kwargs={"slug": found.code}))
    steps = [Crumb(_("Topics"), absolute(reverse("home:topics")))]
    if wider:
        wider_url = absolute(reverse("home:topic", kwargs={"slug": wider.code}))
        steps.append(Crumb(wider.name, wider_url))
    matches = list(found.matches.all())
    structured = structured_data.of_topic(words, url, absolute(reverse("home:topics")), matches)
    head = heads.Head(
        title=words.name,
        description=words.description,
        canonical=url + _part_of_list(about),
        languages=navigation.languages_of_view("home:topic", slug=found.code),
        crumbs=_crumbs(*steps, Crumb(words.name, url)),
        reading=str(found.translation_key),
        structured=[structured],
    )
    context = {
        "head": head,
        "topic": found,
        "words": words,
        "wider": wider,
        "parts": parts,
        "about": about,
        "api_url": f"{reverse('api:entries')}?topic={found.code}",
    }
    return render(request, "home/topic.html", context)


@require_safe
def how_popularity_is_computed(request: HttpRequest) -> HttpResponse:
    """The rule, in words and in numbers, and what it gives now."""
    title, url = _("How popularity is computed"), absolute(reverse("home:popularity"))
    rows = subjects.how_popular(_language())
    head = heads.Head(
        title=title,
        description=_("The rule by which the topics we talk about most are chosen."),
        canonical=url,
        languages=navigation.languages_of_view("home:popularity"),
        crumbs=_crumbs(
            Crumb(_("Topics"), absolute(reverse("home:topics"))),
            Crumb(title, url),
        ),
    )
    context = {
        "head": head,
        "rule": popularity,
        "rows": rows,
        "computed_at": rows[0].popularity.computed_at if rows and rows[0].popularity else None,
    }
    return render(request, "home/popularity.html", context)


@require_safe
def territories(request: HttpRequest) -> HttpResponse:
    """Regions and provinces with what there is from each; `?q=` leads to one of them."""
    asked = " ".join(request.GET.get("q", "").split())
    found = naming.territory_by_word(asked) if asked else None
    if found is not None:
        return redirect("home:territory", word=found.address_part(_language()))
    counts = subjects.counts_of("territory", _language())
    country, regions = subjects.all_regions(counts)
    title, url = _("Territories"), absolute(reverse("home:territories"))
    head = heads.Head(
        title=title,
        description=_("What the network does in each region and province."),
        canonical=url,
        languages=navigation.languages_of_view("home:territories"),
        crumbs=_crumbs(Crumb(title, url)),
        is_hidden=bool(asked),
    )
    context: dict[str, Any] = {
        "head": head,
        "asked": asked,
        "country": country,
        "regions": regions,
        "counts": counts,
        "tiles": tiles.of_contents((one.territory for one in regions), counts, _language()),
    }
    return render(request, "home/territories.html", context)


@require_safe
def territory(request: HttpRequest, word: str) -> HttpResponse:
    """What there is from a territory and its parts; a code, a plate or a name leads to it."""
    found = naming.territory_by_word(word)
    if found is None:
        raise Http404(_("There is no such territory."))
    language = _language()
    if word != found.address_part(language):
        return redirect("home:territory", word=found.address_part(language), permanent=True)
    chain = [*reversed(found.with_larger())]
    about = subjects.about("territory", found.code, language, request)
    url = navigation.territory_address(found, language)
    steps = [
        Crumb(one.label(language), navigation.territory_address(one, language)) for one in chain
    ]
    head = heads.Head(
        title=found.label(language),
        description=_("Practices, calls and events from %(place)s.")
        % {"place": found.label(language)},
        canonical=url + _part_of_list(about),
        languages=navigation.languages_of_territory(found),
        crumbs=_crumbs(Crumb(_("Territories"), absolute(reverse("home:territories"))), *steps),
        structured=[structured_data.of_territory(found, language, url)],
    )
    context = {
        "head": head,
        "territory": found,
        "name": found.label(language),
        "is_former": not found.exists_on(timezone.localdate()),
        "around": subjects.around(found),
        "about": about,
        "api_url": f"{reverse('api:entries')}?territory={found.code}",
    }
    return render(request, "home/territory.html", context)


def _part_of_list(about: About) -> str:
    """The address of one kind alone, and of its further pages: they are pages of their own."""
    if not about.kind:
        return ""
    number = about.page.number if about.page else 1
    return f"?kind={about.kind}" + (f"&page={number}" if number > 1 else "")
