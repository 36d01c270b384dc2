"""Words of the list of what waits."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext, pgettext

from core.waiting import Line

register = template.Library()


@register.filter
def since(line: Line) -> str:
    """From when something has been waiting, or until when there is time: a day and a number."""
    if line.since is None:
        return ""
    moment = timezone.localtime(line.since)
    days = (timezone.localdate() - moment.date()).days
    day = date_format(moment, "j F Y")
    if days == 0:
        return pgettext("waiting", "today")
    if days > 0:
        words = ngettext("for %(count)d day (%(day)s)", "for %(count)d days (%(day)s)", days)
    else:
        words = ngettext("in %(count)d day (%(day)s)", "in %(count)d days (%(day)s)", -days)
    return words % {"day": day, "count": abs(days)}
