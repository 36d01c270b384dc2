"""What waits in the practices: what nobody has confirmed for long, what cooperatives answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.waiting import Heading, Line, editable_pages, one_or_list, waits
from practices.models import PracticePage
from practices.models.record import Inquiry, PracticeRecord


def _of(user: Any, practices: QuerySet[Any]) -> QuerySet[Any]:
    """Public practices this person may change, with the moment from which they are due."""
    record = PracticeRecord.objects.filter(translation_key=OuterRef("translation_key"))
    mine = practices.live().filter(  # type: ignore[attr-defined] # Wagtail brings no types
        alias_of__isnull=True,
        locale__language_code=settings.LANGUAGE_CODE,
        pk__in=editable_pages(user).values("pk"),
    )
    return mine.annotate(due=Subquery(record.values("review_due_at")[:1])).order_by("due", "pk")


def _edit(practice: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[practice.pk])


@waits("practices.review_due", heading=Heading.CONFIRM)
def review_due(user: Any) -> Iterator[Line]:
    """Practices of which nobody has said for long that they are still so."""
    yield from Line.of(
        _of(user, PracticePage.objects.review_due()),
        text=lambda count: ngettext(
            "%(count)d practice has not been confirmed for too long",
            "%(count)d practices have not been confirmed for too long",
            count,
        ),
        since="due",
        url=one_or_list(_edit, reverse("desk-practices:index") + "?due=true"),
        action=_("Have it confirmed"),
    )


@waits("practices.answered", heading=Heading.CONFIRM)
def answered(user: Any) -> Iterator[Line]:
    """Practices whose cooperative has answered with something to act upon."""
    unhandled = Inquiry.objects.unhandled().filter(
        record__translation_key=OuterRef("translation_key")
    )
    answered_at = Subquery(unhandled.order_by("answered_at").values("answered_at")[:1])
    practices = _of(user, PracticePage.objects.waiting_for_staff())
    practices = practices.annotate(answered=answered_at).order_by("answered", "pk")
    yield from Line.of(
        practices,
        text=lambda count: ngettext(
            "A cooperative has answered about %(count)d practice",
            "Cooperatives have answered about %(count)d practices",
            count,
        ),
        since="answered",
        url=lambda practice: _edit(practice or practices[0]),
        action=_("Read the answer"),
    )
