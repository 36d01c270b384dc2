"""Addresses of feeds: they work out what to carry and hand it to the format."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.changes import tombstone
from catalogue.feeds import atom as atom_format
from catalogue.feeds import calendar as calendar_format
from catalogue.feeds import json_feed as json_format
from catalogue.feeds import selecting
from catalogue.feeds.answering import answer
from catalogue.feeds.selecting import Selection
from catalogue.languages import for_reader
from catalogue.models import CuratedCollection, Entry
from core.reading import read_only


@read_only
def atom(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """The newest of the hub, or a collection, as Atom."""
    return answer(request, _news(slug), atom_format.CONTENT_TYPE, atom_format.render)


@read_only
def json_feed(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """The newest of the hub, or a collection, as JSON Feed."""
    return answer(request, _news(slug), json_format.CONTENT_TYPE, json_format.render)


@read_only
def calendar(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """The events and deadlines of the hub, or of a collection."""
    language = _language()
    if slug:
        selection = selecting.members(_collection(slug), language)
    else:
        selection = selecting.dated(language)
    return answer(request, selection, calendar_format.CONTENT_TYPE, calendar_format.render)


@read_only
def path_calendar(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """The events of a participation path, past and coming, cancelled ones as cancelled."""
    paths = for_reader(
        Entry.objects.visible().filter(kind="path", translation_key=key), _language()
    )
    entry = paths.first()
    if entry is None:
        raise Http404(_("There is no such path, or it is not public."))
    selection = selecting.of_path(entry, _language())
    return answer(request, selection, calendar_format.CONTENT_TYPE, calendar_format.render)


@read_only
def event(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    """One event, to be put in a calendar; 410 if it has been withdrawn."""
    entry = Entry.objects.visible().filter(uid=uid, kind="event").first()
    if entry is None:
        if tombstone(uid) is not None:
            return HttpResponse(
                _("This event is no longer published."),
                status=410,
                content_type="text/plain; charset=utf-8",
            )
        raise Http404(_("There is no such event."))
    selection = selecting.event(entry)
    response = answer(request, selection, calendar_format.CONTENT_TYPE, calendar_format.render)
    response["Content-Disposition"] = f'attachment; filename="{entry.uid}.ics"'
    return response


def _news(slug: str) -> Selection:
    language = _language()
    if slug:
        return selecting.members(_collection(slug), language)
    return selecting.newest(language)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _collection(slug: str) -> CuratedCollection:
    found = CuratedCollection.objects.public().select_related("locale").filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such collection, or it is not public."))
    return found
