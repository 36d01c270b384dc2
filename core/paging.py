"""Long lists in pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def page_of(rows: Any, request: HttpRequest, size: int) -> Page[Any]:
    """Cut out the page that the address asks for with `?page=`; raise Http404 if there is none."""
    number = request.GET.get("page", "1")
    is_number = number.isascii() and number.isdigit() and len(number) < 8
    try:
        return Paginator(rows, size).page(int(number) if is_number else 0)
    except InvalidPage as error:
        raise Http404(_("This list has no such page.")) from error
