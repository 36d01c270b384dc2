"""What cooperatives wait for: proposals to review, requests to decide upon, records to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import reach
from core.waiting import Heading, Line, waits
from practices.models import ClaimState, Cooperative, ProposalState

PERMISSION = "practices.change_cooperative"


def _mine(user: Any, rows: QuerySet[Any], since: str) -> QuerySet[Any]:
    return reach.narrow(rows.annotate(since=Max(since)), user).order_by("since", "pk")


@waits("practices.proposals", heading=Heading.REVIEW, permission=PERMISSION)
def proposals(user: Any) -> Iterator[Line]:
    """Cooperatives that have proposed changes to their record."""
    rows = Cooperative.objects.filter(proposals__state=ProposalState.WAITING)
    yield from Line.of(
        _mine(user, rows, "proposals__submitted_at"),
        text=lambda count: ngettext(
            "%(count)d cooperative has proposed changes to its record",
            "%(count)d cooperatives have proposed changes to their records",
            count,
        ),
        since="since",
        url=reverse("cooperatives:proposals"),
        action=_("Review the changes"),
    )


@waits("practices.claims", heading=Heading.REVIEW, permission=PERMISSION)
def claims(user: Any) -> Iterator[Line]:
    """Cooperatives that somebody asks to look after."""
    rows = Cooperative.objects.filter(claims__state=ClaimState.ASKED)
    yield from Line.of(
        _mine(user, rows, "claims__created_at"),
        text=lambda count: ngettext(
            "Somebody asks to look after the record of %(count)d cooperative",
            "People ask to look after the records of %(count)d cooperatives",
            count,
        ),
        since="since",
        url=reverse("cooperatives:proposals"),
        action=_("Decide"),
    )
