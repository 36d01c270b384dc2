"""Opening a curated collection in the admin: who may not change a public one is told at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalogue import curating
from catalogue.models import CuratedCollection

SCREENS = "wagtailsnippets_catalogue_curatedcollection"


def before_editing(request: HttpRequest, record: Model) -> HttpResponse | None:
    """Lead back who may only look, before they write anything; None lets it go on.

    Words of a translation may be prepared by everybody: a publisher puts them into force. A form
    that was open while the collection became public is refused by itself, and nothing of it is
    lost.
    """
    if not isinstance(record, CuratedCollection):
        return None
    if not curating.is_closed_to(request.user, record):
        return None
    if not record.is_original:
        if request.POST.get("action") != "publish":
            return None
        messages.warning(
            request,
            _(
                "Your translations are kept. The collection is public: ask somebody who may "
                "publish collections to publish them."
            ),
        )
        return redirect(f"{SCREENS}:edit", quote(record.pk))
    if request.method == "POST":
        return None
    messages.warning(request, str(curating.NOT_CHANGED))
    return redirect(f"{SCREENS}:list")
