"""What waits for somebody: each room says it, the first page of the admin shows it.

A room registers a function in its `waiting.py` (found by itself, like `ticks.py`). It gets the
member of staff who is looking and gives lines, each with one next action:

    @waits("events.to_close", heading=Heading.CLOSE, permission="…")     # permission: optional
    def events_to_close(user: User) -> Iterable[Line]:
        events = reach.narrow(EventPage.objects.over_without_report(), user)
        yield from Line.of(
            events.order_by("ends_at"),
            text=lambda count: ngettext("%(count)d event …", "%(count)d events …", count),
            since="ends_at",
            url=reverse("…"),              # a list already filtered to these, or the only one
            action=_("Write the report"),
        )

What holds for every function:
* nobody sees a line they cannot act on: name the `permission` (Django's), or narrow to
  `editable_pages(user)`; and `reach.narrow` keeps regional editors to their regions;
* the number of queries does not grow with what waits: `Line.of` takes two;
* no personal data: titles of pages and names of organisations, never addresses or people;
* a function that raises is logged and left out: one room does not hide the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from core import reach, seeing

logger = logging.getLogger(__name__)

# So many of what waits are named in a line; the others are counted.
NAMED = 3


class Heading(models.TextChoices):
    """The sections of what waits, in the order in which they are shown."""

    REPAIR = "repair", pgettext_lazy("waiting", "Something went wrong")
    DECIDE = "decide", pgettext_lazy("waiting", "To decide")
    REVIEW = "review", pgettext_lazy("waiting", "To read and approve")
    CONFIRM = "confirm", pgettext_lazy("waiting", "To confirm")
    CLOSE = "close", pgettext_lazy("waiting", "To close")
    TRANSLATE = "translate", pgettext_lazy("waiting", "To translate")
    EXPIRE = "expire", pgettext_lazy("waiting", "About to expire")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits, or several of a kind.

    `text` is the sentence with the number in it; `names` the first few; `since` the moment from
    which the oldest has been waiting (or, for what expires, the moment at which the first does).
    """

    text: str
    url: str
    action: str
    count: int = 1
    names: tuple[str, ...] = ()
    since: datetime | None = None

    @property
    def others(self) -> int:
        """How many are not named."""
        return max(0, self.count - len(self.names)) if self.names else 0

    @classmethod
    def of(
        cls,
        rows: models.QuerySet[Any],
        *,
        text: Callable[[int], str],
        since: str,
        url: str | Callable[[Any], str],
        action: str,
    ) -> Iterator[Line]:
        """A line for the rows of an ordered query, none where there are none.

        `text` gets the count and may have `%(count)d` in it; `since` names a field or annotation.
        A callable `url` gets the first row and is used when it is the only one; give it
        together with a list by `one_or_list`.
        """
        first = list(rows[:NAMED])
        if not first:
            return
        count = len(first) if len(first) < NAMED else rows.count()
        yield cls(
            text=text(count) % {"count": count},
            url=url(first[0] if count == 1 else None) if callable(url) else url,
            action=action,
            count=count,
            names=tuple(_name(row) for row in first),
            since=_moment(getattr(first[0], since)),
        )


Source = Callable[[Any], Iterable[Line]]


@dataclass(frozen=True)
class Waiting:
    """A registered function and where its lines are shown."""

    name: str
    heading: Heading
    source: Source
    permission: str | None


@dataclass
class Section:
    """What is shown under one heading."""

    heading: Heading
    lines: list[Line] = field(default_factory=list)


_registered: dict[str, Waiting] = {}


def waits(
    name: str, *, heading: Heading, permission: str | None = None
) -> Callable[[Source], Source]:
    """Register a function that gives lines.

    With a `permission`, only those who have it are asked for. Raises ValueError when another
    function has the name.
    """

    def register(source: Source) -> Source:
        held = _registered.get(name)
        if held is not None and held.source is not source:
            raise ValueError(f"two things that wait are named {name}")
        _registered[name] = Waiting(name, heading, source, permission)
        return source

    return register


def sections(user: Any) -> list[Section]:
    """Everything that waits for somebody, by heading; headings with nothing are left out."""
    found = {heading: Section(heading) for heading in Heading}
    for waiting in sorted(_registered.values(), key=lambda one: one.name):
        if waiting.permission and not user.has_perm(waiting.permission):
            continue
        try:
            lines = list(waiting.source(user))
        except Exception:
            logger.exception("What waits in %s could not be worked out", waiting.name)
            continue
        found[waiting.heading].lines += [one for one in lines if seeing.may_follow(user, one.url)]
    return [section for section in found.values() if section.lines]


def one_or_list(edit: Callable[[Any], str], listing: str) -> Callable[[Any], str]:
    """Lead to the only one that waits, or to the list of all."""
    return lambda row: edit(row) if row is not None else listing


def editable_pages(user: Any) -> models.QuerySet[Page]:
    """The pages somebody may change, in their regions."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return reach.narrow(pages, user)


def publishable_pages(user: Any) -> models.QuerySet[Page]:
    """The pages somebody may publish, in their regions."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return reach.narrow(pages, user)


def _name(row: Any) -> str:
    if isinstance(row, Page):
        title: str = row.get_admin_display_title()
        return title
    return str(row)


def _moment(value: Any) -> datetime | None:
    """A moment; of a day, its beginning."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return timezone.make_aware(datetime.combine(value, time.min))
    return value if isinstance(value, datetime) else None
