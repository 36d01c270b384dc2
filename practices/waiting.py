"""What waits in the directory and in the re-use ledger: proposals, requests, refusals, silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import reach
from core.waiting import Heading, Line, one_or_list, waits
from practices import reviewing
from practices.models import Adoption, ClaimState, Cooperative, ProposalState

PERMISSION = "practices.change_cooperative"
REUSES = "practices.change_adoption"


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


@waits("practices.records_to_confirm", heading=Heading.CONFIRM, permission=PERMISSION)
def records_to_confirm(user: Any) -> Iterator[Line]:
    """Cooperatives that nobody has confirmed for long, and whom no letter reaches."""
    listing = reverse("wagtailsnippets_practices_cooperative:list") + "?confirmation=unanswered"
    yield from Line.of(
        reach.narrow(reviewing.without_answer(), user).order_by(
            Coalesce("last_confirmed_at", "created_at"), "pk"
        ),
        text=lambda count: ngettext(
            "%(count)d cooperative of the directory has not been confirmed for too long, and "
            "nobody answers for it",
            "%(count)d cooperatives of the directory have not been confirmed for too long, and "
            "nobody answers for them",
            count,
        ),
        since="review_due_at",
        url=one_or_list(lambda row: reverse("cooperatives:invite", args=[row.pk]), listing),
        action=_("Ask whether it is still so"),
    )


def _reuses(which: str) -> Any:
    """To the only re-use, or to the list of those."""
    listing = reverse("wagtailsnippets_practices_adoption:list") + f"?answers={which}"
    return one_or_list(lambda row: reverse("practice_reuse", args=[row.pk]), listing)


@waits("practices.reuses_refused", heading=Heading.CONFIRM, permission=REUSES)
def reuses_refused(user: Any) -> Iterator[Line]:
    """Re-uses of which one side says that it is not so."""
    rows = reach.narrow(Adoption.objects.refused().select_related("cooperative"), user)
    yield from Line.of(
        rows.order_by("declined_at", "pk"),
        text=lambda count: ngettext(
            "%(count)d re-use was refused by one side",
            "%(count)d re-uses were refused by one side",
            count,
        ),
        since="declined_at",
        url=_reuses("refused"),
        action=_("Read why, and correct it"),
    )


@waits("practices.reuses_stuck", heading=Heading.CONFIRM, permission=REUSES)
def reuses_stuck(user: Any) -> Iterator[Line]:
    """Re-uses that wait for a side who cannot be reached or does not answer."""
    rows = reach.narrow(Adoption.objects.stuck().select_related("cooperative"), user)
    yield from Line.of(
        rows.order_by("created_at", "pk"),
        text=lambda count: ngettext(
            "Nobody answers about %(count)d re-use",
            "Nobody answers about %(count)d re-uses",
            count,
        ),
        since="created_at",
        url=_reuses("stuck"),
        action=_("Write an address, or ask again"),
    )
