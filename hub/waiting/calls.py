"""What waits in the calls: results that were promised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.models import CallPage
from core.waiting import Heading, Line, editable_pages, one_or_list, waits


@waits("calls.without_results", heading=Heading.CLOSE)
def without_results(user: Any) -> Iterator[Line]:
    """Calls that are closed and say nothing of what came of them."""
    calls = CallPage.objects.live().filter(
        closes_at__lte=timezone.now(),
        results="",
        alias_of__isnull=True,
        locale__language_code=settings.LANGUAGE_CODE,
        pk__in=editable_pages(user).values("pk"),
    )
    yield from Line.of(
        calls.order_by("closes_at", "pk"),
        text=lambda count: ngettext(
            "%(count)d call is closed and has no results yet",
            "%(count)d calls are closed and have no results yet",
            count,
        ),
        since="closes_at",
        url=one_or_list(
            lambda call: reverse("wagtailadmin_pages:edit", args=[call.pk]),
            reverse("desk-calls:index") + "?closed=silent",
        ),
        action=_("Write the results"),
    )
