"""When an event takes place, in words: for mails, check-in lists and spreadsheets."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def period(starts_at: datetime, ends_at: datetime | None, *, is_all_day: bool) -> str:
    """From when to when: hours only where there are any, the second day only where it differs."""
    start = timezone.localtime(starts_at)
    end = timezone.localtime(ends_at) if ends_at else None
    words = day(start.date())
    if is_all_day:
        is_longer = end is not None and end.date() != start.date()
        return f"{words} – {day(end.date())}" if end and is_longer else words
    words += f", {start:%H:%M}"
    if end and end.date() != start.date():
        words += f" – {day(end.date())}, {end:%H:%M}"
    elif end and end != start:
        words += f"–{end:%H:%M}"
    return f"{words} {_('(Italian time)')}"


def period_of(facts: dict[str, object]) -> str:
    """The same from the facts that a book remembers."""
    starts, ends = str(facts["starts_at"]), facts.get("ends_at")
    start = parse_datetime(starts)
    if start is None:
        return ""
    end = parse_datetime(str(ends)) if ends else None
    return period(start, end, is_all_day=bool(facts.get("is_all_day")))


def day(value: date) -> str:
    """A day with its weekday, as it stands inside a sentence."""
    return date_format(value, "l j F Y")
