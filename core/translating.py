"""Translations of pages: when one is complete enough to be published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail_localize.models import Translation


def missing_texts(page: Page) -> int:
    """How many texts of a page's translation are still to be written.

    Zero for a page that is not the target of a translation.
    """
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return 0
    total, done = translation.get_progress()
    return int(total - done)


def refuse_incomplete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a translation with missing texts from being published; give None to let it pass.

    wagtail-localize would publish it with the source language in the gaps, silently, and
    readers and partners would be told that it is a translation.
    """
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    count = missing_texts(page)
    if not count:
        return None
    message = ngettext(
        "“%(title)s” was not published: %(count)d text still needs translating, or has an error.",
        "“%(title)s” was not published: %(count)d texts still need translating, or have errors.",
        count,
    )
    messages.error(request, message % {"title": page.get_admin_display_title(), "count": count})
    return redirect("wagtailadmin_pages:edit", page.pk)
