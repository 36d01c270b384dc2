"""The feeds of the archive."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from catalogue.feeds import atom, json_feed
from catalogue.feeds.answering import answer
from core.reading import read_only
from newsletter import archive_feeds


@read_only
def archive_atom(request: HttpRequest) -> HttpResponseBase:
    """The issues that have left, as Atom."""
    selection = archive_feeds.sent_issues(get_language() or settings.LANGUAGE_CODE)
    return answer(request, selection, atom.CONTENT_TYPE, atom.render)


@read_only
def archive_json(request: HttpRequest) -> HttpResponseBase:
    """The issues that have left, as JSON Feed."""
    selection = archive_feeds.sent_issues(get_language() or settings.LANGUAGE_CODE)
    return answer(request, selection, json_feed.CONTENT_TYPE, json_feed.render)
