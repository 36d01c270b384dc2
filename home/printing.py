"""A curated collection on paper: cover, contents, a short card of each thing."""

from __future__ import annotations

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import CuratedCollection
from core.addresses import absolute
from home import collected, heads, navigation


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a collection as a small booklet, to be printed or saved as a PDF by the browser."""
    language = get_language() or settings.LANGUAGE_CODE
    rows = CuratedCollection.objects.public().select_related("locale")
    original = rows.filter(slug=slug).first()
    if original is None:
        raise Http404(_("There is no such collection, or it is not public."))
    words = original.in_language(language)
    url = absolute(reverse("home:collection", kwargs={"slug": slug}))
    head = heads.Head(
        title=words.title,
        description=words.intro[:300],
        canonical=url,
        languages=navigation.languages_of_view("home:collection_print", slug=slug),
        is_hidden=True,  # the collection's own page is the one to be found
    )
    context = {
        "head": head,
        "collection": words,
        "original": original,
        "members": collected.members(original, language),
        "url": url,
        "qr": qr_code(url),
        "printed_on": timezone.localdate(),
    }
    return render(request, "home/collection_print.html", context)


def qr_code(address: str) -> SafeString:
    """An address as a picture that telephones read, to stand inside a page."""
    drawing = segno.make(address, error="m", micro=False)
    svg = drawing.svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True)
    return mark_safe(svg)  # noqa: S308  drawn by us, from squares alone
