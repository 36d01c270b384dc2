"""What the editor of a page is told about its links to other sites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import OutsideLink
from core.content_checks import Finding, Level, checks_content


@checks_content("catalogue.links")
def broken_links(page: Any) -> Iterator[Finding]:
    """Links of the public page that have failed several times in a row."""
    broken = OutsideLink.objects.broken().filter(uses__entry__page_id=page.pk)
    for link in broken.order_by("url"):
        text = ngettext(
            "%(url)s has not answered, %(count)d time in a row.",
            "%(url)s has not answered, %(count)d times in a row.",
            link.failures_in_a_row,
        )
        yield Finding(
            Level.PROBLEM, text % {"url": link.url, "count": link.failures_in_a_row}, _("Links")
        )
