"""What waits in the catalogue: repairs that say that something went past it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Reconciliation
from core.waiting import Heading, Line, waits

RECENT = timedelta(days=7)


@waits("catalogue.repairs", heading=Heading.REPAIR, permission="catalogue.view_reconciliation")
def repairs(user: Any) -> Iterator[Line]:
    """Contents that channels told otherwise than their pages, and that were put right by itself."""
    rows = Reconciliation.objects.filter(at__gte=timezone.now() - RECENT)
    found = list(rows.order_by("at"))
    if not found:
        return
    count = sum(row.repaired_count + len(row.failed_page_ids) for row in found)
    text = ngettext(
        "In the last days the catalogue differed from the pages in %(count)d place",
        "In the last days the catalogue differed from the pages in %(count)d places",
        count,
    )
    yield Line(
        text=text % {"count": count},
        url=reverse("repairs_report"),
        action=_("See what differed"),
        count=count,
        since=found[0].at,
    )
