"""Keeping, for each cooperative of the directory, the organisation by which pages name it.

Events, calls, paths and publications name organisations and know of no directory. A record gets
its row among the organisations when it is listed for the first time, and from then on the row
follows it: name, site, code, and what it was merged into. Nobody else writes such a row.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from core.models import Organisation
from core.models.organisation import OrganisationKind
from practices.models import Cooperative, CooperativeOrganisation

FOLLOWED = frozenset(
    ("name", "website", "slug", "municipality", "is_listed", "lifecycle", "merged_into")
)
LONGEST_NAME = 200


def concerns(fields: Iterable[str] | None) -> bool:
    """Whether saving these fields (None: all of them) can change what the row says."""
    return fields is None or not FOLLOWED.isdisjoint(fields)


def organisation_of(cooperative: Cooperative) -> Organisation | None:
    """The row that stands for a record; None if it was never listed."""
    rows = CooperativeOrganisation.objects.select_related("organisation__merged_into")
    found = rows.filter(cooperative=cooperative).first()
    return found.organisation if found else None


def cooperative_of(organisation: Organisation) -> Cooperative | None:
    """The record that a row stands for; None for organisations that staff write down."""
    rows = CooperativeOrganisation.objects.select_related("cooperative")
    found = rows.filter(organisation=organisation).first()
    return found.cooperative if found else None


def follow(*, cooperative: Cooperative, is_new: bool = False) -> None:
    """Bring the row of a record in step with it; a record that is listed gets one.

    Records that were never listed cost a query, and new ones (`is_new`) none: imports make
    thousands of them.
    """
    if not cooperative.has_profile and (is_new or organisation_of(cooperative) is None):
        return
    with transaction.atomic():
        # Of two who save the record at once the second waits here, and reads what the first wrote.
        held = Cooperative.objects.select_for_update().filter(pk=cooperative.pk).first()
        if held is not None:
            _follow(held)


def let_go(*, organisation: Organisation) -> None:
    """Leave a row whose record was deleted to staff: pages may name it, so it stays."""
    organisation.kind = OrganisationKind.ENTERPRISE
    organisation.directory_code, organisation.merged_into = "", None
    organisation.save()


def _follow(cooperative: Cooperative, *, is_told: bool = False) -> None:
    """The same for a record that is held; `is_told` says the row again even if it is in step."""
    row = organisation_of(cooperative)
    if row is None and not cooperative.has_profile:
        return
    row = row or _begin(cooperative)
    heir = cooperative.current
    into = organisation_of(heir) if heir.pk != cooperative.pk else None
    wanted = {
        "name": _name_for(cooperative, row),
        "kind": OrganisationKind.COOPERATIVE,
        "website": cooperative.website,
        "directory_code": cooperative.slug if cooperative.has_profile else "",
        "merged_into_id": into.pk if into else None,
    }
    if not is_told and all(getattr(row, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save()
    # Pages that name what was merged into it say the same as those that name it.
    for absorbed in cooperative.absorbed.all():
        _follow(absorbed, is_told=True)


def _begin(cooperative: Cooperative) -> Organisation:
    """A row for a record: the one staff wrote under its name before it was listed, or a new one."""
    row = _namesake(cooperative)
    if row is None:
        try:
            with transaction.atomic():
                row = Organisation.objects.create(name=_name_for(cooperative))
        except IntegrityError:  # another record of the same name was listed at the same moment
            row = Organisation.objects.create(name=_name_for(cooperative))
    CooperativeOrganisation.objects.create(cooperative=cooperative, organisation=row)
    return row


def _namesake(cooperative: Cooperative) -> Organisation | None:
    taken = CooperativeOrganisation.objects.values("organisation")
    rows = Organisation.objects.filter(name__iexact=cooperative.name).exclude(pk__in=taken)
    return rows.filter(name=cooperative.name).first() or rows.first()


def _name_for(cooperative: Cooperative, row: Organisation | None = None) -> str:
    """The record's name; with its municipality, else its code, where another has it already."""
    names = possible_names(cooperative.name, cooperative.municipality, cooperative.slug)
    if row is not None and row.name == names[0]:
        return row.name
    others = Organisation.objects.filter(name__in=names)
    others = others.exclude(pk=row.pk) if row is not None else others
    taken = set(others.values_list("name", flat=True))
    return next((name for name in names if name not in taken), names[-1])


def possible_names(name: str, municipality: str, code: str) -> list[str]:
    """By what names an organisation can stand for a record, the best one first."""
    additions = [f" ({one})" for one in (municipality, code) if one]
    return [name, *(name[: LONGEST_NAME - len(one)] + one for one in additions)]
