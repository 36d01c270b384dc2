"""Who keeps a cooperative that somebody may not see: the people to ask about a likely duplicate.

Regional editors see the records of their regions only. That a record is there already they must
know, or the same cooperative stands in the directory twice; its name and numbers they need not.
"""

from __future__ import annotations

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import reach
from core.models import Territory, User
from core.models.territory import TerritoryLevel
from practices.models import Cooperative

CHANGE = "practices.change_cooperative"
# Enough to find somebody who is there.
MOST = 3


def is_kept_by(user: Any, cooperative: Cooperative) -> bool:
    """Whether a record lies within somebody's reach, so that they may see it."""
    return user is None or reach.may_change(user, cooperative)


def whom_to_ask(cooperative: Cooperative) -> str:
    """A sentence that says where a record is kept and who can tell more, without naming it."""
    chain = cooperative.territory.with_larger()
    region = next((one for one in chain if one.level == TerritoryLevel.REGION), chain[-1])
    where = {"region": region.label(get_language() or "")}
    people = _editors(chain)
    if not people:
        return _("It belongs to %(region)s: ask the hub’s own editors.") % where
    asked = where | {"people": get_text_list(people)}
    return _("It belongs to %(region)s: ask %(people)s.") % asked


def _editors(places: list[Territory]) -> list[str]:
    """The names of those who edit for one of these places and may change records."""
    people = (
        User.objects.filter(regions__in=places, is_active=True)
        .distinct()
        .order_by("last_name", "first_name", "pk")
    )
    able = [one for one in people if one.has_perm(CHANGE)]
    return [one.get_full_name() or one.get_username() for one in able[:MOST]]
