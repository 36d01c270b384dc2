"""Quiet hours: the part of the day in which no issue leaves."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def quiet_until(moment: datetime) -> datetime | None:
    """When the quiet hours that `moment` falls into end; None where it falls into none.

    The hours are those of the clock on the wall. An end that the clocks jump over in spring is
    the moment of the jump; one that comes twice in autumn comes twice.
    """
    span = settings.HUB_QUIET_HOURS
    if span is None:
        return None
    begin, end = span
    local = timezone.localtime(moment)
    is_over_midnight = begin > end
    now = local.time()
    is_quiet = (now >= begin or now < end) if is_over_midnight else begin <= now < end
    if not is_quiet:
        return None
    ends_tomorrow = is_over_midnight and now >= begin
    day = local.date() + timedelta(days=1 if ends_tomorrow else 0)
    wall = datetime.combine(day, end.replace(fold=local.fold), tzinfo=local.tzinfo)
    # There and back again: a time that does not exist becomes one that does.
    return wall.astimezone(dt.UTC).astimezone(local.tzinfo)
