"""What waits in the events and paths: accounts of what happened, answers to what was said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.waiting import Heading, Line, editable_pages, waits
from events import attention, path_attention


@waits("events.awaiting_report", heading=Heading.CLOSE)
def awaiting_report(user: Any) -> Iterator[Line]:
    """Events that are over and of which nobody has told what came of them."""
    events = attention.awaiting_report().filter(pk__in=editable_pages(user).values("pk"))
    yield from Line.of(
        events,
        text=lambda count: ngettext(
            "%(count)d event is over and has no report yet",
            "%(count)d events are over and have no report yet",
            count,
        ),
        since="starts_at",
        url=lambda event: reverse("wagtailadmin_pages:edit", args=[(event or events[0]).pk]),
        action=_("Write the report"),
    )


@waits("events.incomplete", heading=Heading.REPAIR)
def incomplete(user: Any) -> Iterator[Line]:
    """Public events that lack what has been asked for since they were published."""
    events = attention.incomplete().filter(pk__in=editable_pages(user).values("pk"))
    yield from Line.of(
        events,
        text=lambda count: ngettext(
            "%(count)d public event does not say who organises it, until when or in which "
            "municipality",
            "%(count)d public events do not say who organises them, until when or in which "
            "municipality",
            count,
        ),
        since="first_published_at",
        url=lambda event: reverse("wagtailadmin_pages:edit", args=[(event or events[0]).pk]),
        action=_("Complete it"),
    )


@waits("events.paths_overdue", heading=Heading.CLOSE)
def paths_overdue(user: Any) -> Iterator[Line]:
    """Participation paths whose last day has passed and that do not say what came of them."""
    paths = path_attention.overdue().filter(pk__in=editable_pages(user).values("pk"))
    yield from Line.of(
        paths,
        text=lambda count: ngettext(
            "%(count)d path has passed its last day and does not say what came of it",
            "%(count)d paths have passed their last day and do not say what came of them",
            count,
        ),
        since="last_day",
        url=lambda path: reverse("wagtailadmin_pages:edit", args=[(path or paths[0]).pk]),
        action=_("Write the answers"),
    )


@waits("events.answer_missing", heading=Heading.CLOSE)
def answer_missing(user: Any) -> Iterator[Line]:
    """Ended paths that do not say what became of what people proposed, nor why not."""
    paths = path_attention.answer_missing().filter(pk__in=editable_pages(user).values("pk"))
    yield from Line.of(
        paths,
        text=lambda count: ngettext(
            "%(count)d path has ended and does not answer what people proposed",
            "%(count)d paths have ended and do not answer what people proposed",
            count,
        ),
        since="latest_revision_created_at",
        url=lambda path: reverse("wagtailadmin_pages:edit", args=[(path or paths[0]).pk]),
        action=_("Write the answers"),
    )
