"""Addresses of the feeds of each topic and each territory; old names lead to the new ones."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.feeds import atom, calendar, json_feed, selecting
from catalogue.feeds.answering import answer
from catalogue.feeds.selecting import Selection
from core import naming
from core.models import Territory, Topic
from core.reading import read_only

Render = Callable[[Selection, str], bytes]
FORMS: dict[str, tuple[str, Render]] = {
    "atom": (atom.CONTENT_TYPE, atom.render),
    "json": (json_feed.CONTENT_TYPE, json_feed.render),
    "calendar": (calendar.CONTENT_TYPE, calendar.render),
}


@read_only
def topic(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The newest about a topic, or its dates."""
    found = naming.by_code(slug)
    if found is None:
        raise Http404(_("There is no such topic."))
    if found.code != slug:
        return redirect(f"feeds:topic_{form}", slug=found.code, permanent=True)
    return _answer(request, found, form)


@read_only
def territory(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The newest from a territory and its parts, or its dates."""
    found = naming.territory_by_word(code)
    if found is None:
        raise Http404(_("There is no such territory."))
    if found.code != code:
        return redirect(f"feeds:place_{form}", code=found.code, permanent=True)
    return _answer(request, found, form)


def _answer(request: HttpRequest, subject: Topic | Territory, form: str) -> HttpResponseBase:
    language = get_language() or settings.LANGUAGE_CODE
    select = selecting.dated_about if form == "calendar" else selecting.about
    content_type, render = FORMS[form]
    return answer(request, select(subject, language), content_type, render)
