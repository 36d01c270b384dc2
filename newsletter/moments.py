"""A day and an hour as people write them, turned into a moment, on every night of the year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

ONE_HOUR = timedelta(hours=1)


def local_moment(day: date, hour: time, *, is_second: bool | None = None) -> datetime:
    """The moment at which clocks in the hub's time zone show this.

    Twice a year that is not clear (Directive 2000/84/EC). In spring an hour is left out: raises
    ValidationError, code `missing`. In autumn one comes twice: `is_second` says which; without
    it raises ValidationError, code `twice`.
    """
    zone = timezone.get_default_timezone()
    first = datetime.combine(day, hour.replace(fold=0), tzinfo=zone)
    second = first.replace(fold=1)
    words = {"day": date_format(day, "j F"), "hour": time_format(hour, "H:i")}
    is_unclear = first.utcoffset() != second.utcoffset()
    if is_unclear and not _exists(first):
        raise ValidationError(
            _(
                "%(hour)s does not exist on %(day)s: that night the clocks are put forward by an "
                "hour. Choose another time."
            ),
            code="missing",
            params=words,
        )
    if is_unclear and is_second is None:
        raise ValidationError(
            _(
                "%(hour)s comes twice on %(day)s: that night the clocks are put back by an hour. "
                "Say which of the two is meant."
            ),
            code="twice",
            params=words,
        )
    return second if is_second else first


def _exists(moment: datetime) -> bool:
    """Whether clocks ever show it: there and back again it stays the same."""
    zone = moment.tzinfo
    back = moment.astimezone(timezone.get_fixed_timezone(0)).astimezone(zone)
    return back.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0)
