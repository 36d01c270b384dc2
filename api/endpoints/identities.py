"""Addresses that never change: `/id/…` leads to wherever an entry is now."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from api import caching
from api.endpoints.entries import missing
from api.errors import language_of
from catalogue.models import Entry
from core.directory_addresses import profile_url
from core.reading import read_only
from practices.models import Cooperative


@read_only
def identity(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Redirect to the page of an entry; caches keep that for a minute, because pages move."""
    row = Entry.objects.visible().filter(uid=uid).values_list("url", "visible_until").first()
    if row is None:
        return _cooperative(request, uid) or _nothing(request, uid)
    url, until = row
    answer = HttpResponsePermanentRedirect(url)
    answer["Cache-Control"] = caching.cache_control(until)
    return answer


def _cooperative(request: HttpRequest, uid: UUID) -> HttpResponse | None:
    """Redirect to the page of a cooperative, in the caller's language."""
    found = Cooperative.objects.filter(uid=uid).first()
    if found is None or not found.current.is_listed:
        return None
    answer = HttpResponsePermanentRedirect(profile_url(found.current.slug, language_of(request)))
    answer["Cache-Control"] = caching.cache_control()
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


def _nothing(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Tell a person that there is nothing, and whether there was: 404 or 410."""
    with translation.override(language_of(request)):
        answer = render(request, "404.html", status=missing(uid).status)
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["Accept-Language"])
    return answer
