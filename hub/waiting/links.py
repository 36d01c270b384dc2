"""What waits in the catalogue: links that no longer lead anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import OutsideLink
from core.waiting import Heading, Line, editable_pages, waits


@waits("catalogue.broken_links", heading=Heading.REPAIR)
def broken_links(user: Any) -> Iterator[Line]:
    """Links that fail on pages this person may change."""
    mine = editable_pages(user).values("pk")
    broken = OutsideLink.objects.broken().filter(uses__entry__page__in=mine)
    found = broken.order_by().values("pk").distinct()
    since = OutsideLink.objects.filter(pk__in=found).aggregate(since=Min("failing_since"))["since"]
    count = found.count()
    if not count:
        return
    text = ngettext(
        "%(count)d link to another site fails", "%(count)d links to other sites fail", count
    )
    yield Line(
        text=text % {"count": count},
        url=reverse("links_report") + "?failing=failing",
        action=_("Look at them"),
        count=count,
        since=since,
    )
