"""The pages of the directory of cooperatives."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.addresses import absolute
from core.directory_addresses import profile_url
from home import directory, heads, navigation, organisation_data, structured_data
from home.navigation import Crumb
from practices import profiles, relaying
from practices.models import Lifecycle


@require_safe
def cooperatives(request: HttpRequest) -> HttpResponse:
    """List the cooperatives of the directory."""
    language = get_language() or settings.LANGUAGE_CODE
    found = directory.directory(request, language)
    title, url = _("Cooperatives"), absolute(reverse("home:cooperatives"))
    crumbs = [Crumb(settings.HUB_NAME, navigation.home_url(language)), Crumb(title, url)]
    head = heads.Head(
        title=title,
        description=_("The cooperatives of the network: where they are and what they do."),
        canonical=url,
        languages=navigation.languages_of_view("home:cooperatives"),
        crumbs=crumbs,
        structured=[structured_data.of_trail(crumbs)],
        # Every combination of filters is the same list once more.
        is_hidden=found.is_filtered,
    )
    return render(request, "home/cooperatives.html", {"head": head, "directory": found})


@require_safe
def cooperative(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a cooperative; one that was merged leads to the one that goes on."""
    language = get_language() or settings.LANGUAGE_CODE
    found = directory.profile(slug)
    if found is None:
        raise Http404(_("There is no such cooperative in the directory."))
    if found.lifecycle == Lifecycle.MERGED:
        current = found.current
        if not current.is_listed:
            raise Http404(_("There is no such cooperative in the directory."))
        return HttpResponsePermanentRedirect(profile_url(current.slug, language))
    data = profiles.profile(found)
    url = profile_url(found.slug, language)
    crumbs = [
        Crumb(settings.HUB_NAME, navigation.home_url(language)),
        Crumb(_("Cooperatives"), absolute(reverse("home:cooperatives"))),
        Crumb(found.display_name, url),
    ]
    head = heads.Head(
        title=found.display_name,
        description=found.summary_in(language),
        canonical=url,
        languages=navigation.languages_of_view("home:cooperative", slug=slug),
        crumbs=crumbs,
        kind="cooperative",
        structured=[
            organisation_data.of_cooperative(data, language),
            structured_data.of_trail(crumbs),
        ],
    )
    summary_language, summary = _in_best_language(data["summary"], language)
    context = {
        "head": head,
        "summary": summary,
        "summary_language": summary_language,
        "areas": [one["label"][language] for one in data["areas_served"]],
        "cooperative": found,
        "profile": data,
        "related": directory.related(found, language),
        "takes_messages": relaying.recipient(found) is not None,
        "members": directory.members_of(found),
    }
    return render(request, "home/cooperative.html", context)


def _in_best_language(texts: dict[str, str], language: str) -> tuple[str, str]:
    """The text in a language, or in the one there is, with that language."""
    found = language if language in texts else next(iter(texts), language)
    return found, texts.get(found, "")
