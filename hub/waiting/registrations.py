"""What waits around registrations: changes nobody was told of, queues, mails that came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import reach, waiting
from core.waiting import Heading, Line, one_or_list, waits
from events import attention
from events.admin import rights
from events.models import EventPage


def _mine(user: Any) -> QuerySet[EventPage]:
    """The events within somebody's regions; the right on registrations is asked for before."""
    return reach.narrow(EventPage.objects.all(), user)


def _list(tick: str) -> str:
    return reverse("events_list:index") + f"?{tick}=on"


def _names(titles: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(titles))[: waiting.NAMED]


@waits("events.untold_changes", heading=Heading.DECIDE, permission=rights.CHANGE)
def untold_changes(user: Any) -> Iterator[Line]:
    """Events that changed, by whatever way, while those who registered know the old state."""
    mine = set(_mine(user).values_list("pk", flat=True)) if reach.is_limited(user) else None
    found = [
        page for _book, page, _kind in attention.untold_changes() if mine is None or page.pk in mine
    ]
    if not found:
        return
    count = len(found)
    text = ngettext(
        "%(count)d event has changed, and those who registered do not know",
        "%(count)d events have changed, and those who registered do not know",
        count,
    )
    yield Line(
        text=text % {"count": count},
        url=reverse("events_admin:tell", args=[found[0].pk]) if count == 1 else _list("untold"),
        action=_("Tell them"),
        count=count,
        names=_names([page.get_admin_display_title() for page in found]),
        since=min(
            (page.last_published_at for page in found if page.last_published_at), default=None
        ),
    )


@waits("events.waiting_lists", heading=Heading.DECIDE, permission=rights.CHANGE)
def full_waiting_lists(user: Any) -> Iterator[Line]:
    """Events to come that are full: whether there is a larger room is for somebody to say."""
    yield from Line.of(
        attention.full_waiting_lists().filter(page__in=_mine(user)),
        text=lambda count: ngettext(
            "People wait for a seat at %(count)d event",
            "People wait for a seat at %(count)d events",
            count,
        ),
        since="waiting_from",
        url=one_or_list(
            lambda book: reverse("events_admin:registrations", args=[book.page_id]), _list("queue")
        ),
        action=_("See who waits"),
    )


@waits("events.unreached", heading=Heading.REPAIR, permission=rights.CHANGE)
def unreached(user: Any) -> Iterator[Line]:
    """People registered for an event to come whom a mail did not reach: titles, never names."""
    people = attention.unreached().filter(book__page__in=_mine(user)).select_related("book")
    found: list[Any] = list(people)
    if not found:
        return
    pages = {one.book.page_id for one in found}
    text = ngettext(
        "%(count)d person registered for an event could not be reached by mail",
        "%(count)d people registered for events could not be reached by mail",
        len(found),
    )
    yield Line(
        text=text % {"count": len(found)},
        url=(
            reverse("events_admin:registrations", args=[pages.pop()])
            if len(pages) == 1
            else _list("unreached")
        ),
        action=_("See who it is"),
        names=_names([one.book.title for one in found]),
        since=found[0].failed_from,
    )
