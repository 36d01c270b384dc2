"""When a digest is made: its days and its hour, by the clock on the wall."""

from __future__ import annotations

import datetime as dt
from datetime import date, datetime, timedelta

from django.utils import timezone

from newsletter.models import DigestPlan, Frequency


def due_day(plan: DigestPlan, at: datetime) -> date | None:
    """The day for which a digest should be made now; several that were missed are one."""
    local = timezone.localtime(at)
    day = last_day(plan, local.date())
    if moment(plan, day) > at:
        day = last_day(plan, day - timedelta(days=1))
    is_new = plan.last_day is None or plan.last_day < day
    # Nothing is made for the time before it was on; what is owed is of the time when it was.
    is_of_its_time = not plan.is_on or (plan.on_since and moment(plan, day) >= plan.on_since)
    return day if is_new and is_of_its_time else None


def last_day(plan: DigestPlan, day: date) -> date:
    """The day of the plan that is this day or the last one before."""
    if plan.frequency == Frequency.WEEKLY:
        return day - timedelta(days=(day.weekday() - plan.weekday) % 7)
    if day.day >= plan.month_day:
        return day.replace(day=plan.month_day)
    return (day.replace(day=1) - timedelta(days=1)).replace(day=plan.month_day)


def moment(plan: DigestPlan, day: date) -> datetime:
    """When the digest of a day is due; the hour is the one on the wall."""
    wall = dt.datetime.combine(day, plan.hour, tzinfo=timezone.get_default_timezone())
    return wall.astimezone(dt.UTC)
