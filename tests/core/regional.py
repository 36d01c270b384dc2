"""People who edit for a region, and two regions to try them in."""

from typing import Any

from django.contrib.auth.models import Group

from core.models import Territory, User
from hub.setting_up import REGIONAL_EDITORS, set_up
from tests.factories import TerritoryFactory, UserFactory


def set_up_groups() -> None:
    """The groups of a new hub; its territories come along."""
    set_up()


def regional_editor(*codes: str, **fields: Any) -> User:
    """Somebody of the regional group with these regions."""
    person = UserFactory(**fields)
    person.groups.add(Group.objects.get(name=REGIONAL_EDITORS))
    person.regions.set(Territory.objects.filter(code__in=codes))
    return person


def ferrara() -> Territory:
    """A province of Emilia-Romagna (08)."""
    return TerritoryFactory()


def elsewhere() -> Territory:
    """A region that is not Emilia-Romagna."""
    country = ferrara().parent.parent
    return TerritoryFactory(code="16", level="region", name="Puglia", plate="", parent=country)
