"""Making two records of one organisation into one, and taking that back.

Nothing that names the record that goes is rewritten: pages, drafts and open forms are read through
`Organisation.current`, and choosers no longer offer it. What the record that stays lacks is taken
over from the other. A cooperative of the directory can be what remains, never what goes: its record
is merged there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.fields.reverse_related import ManyToManyRel, ManyToOneRel
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from core.models import Organisation, User

MERGED, SEPARATED = "core.merge_organisations", "core.separate_organisations"
# Taken over where the record that stays has nothing. The logo goes with its words.
FILLED = ("website", "level", "tax_code", "description", "description_en", "contacts", "logo")
# What belongs to the record itself, or says so itself.
OWN = frozenset({"core.Organisation", "core.OrganisationRole", "practices.CooperativeOrganisation"})
# The directory writes what its cooperatives' rows say.
OF_THE_DIRECTORY = frozenset({"website"})


class OrganisationsNotMerged(Exception):
    """They cannot be merged, or not be separated; `message` says why, to a person."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(slots=True)
class Plan:
    """What merging would do, to be read before it is done."""

    source: Organisation
    target: Organisation
    named_by: dict[str, int] = field(default_factory=dict)
    filling: list[str] = field(default_factory=list)
    differing: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def plan(source: Organisation, target: Organisation) -> Plan:
    """What merging `source` into `target` would do; raise OrganisationsNotMerged if it cannot."""
    _refuse(source, target)
    found = Plan(source, target, named_by=named_by(source))
    for name in FILLED:
        ours, theirs = getattr(target, name), getattr(source, name)
        label = str(capfirst(str(Organisation._meta.get_field(name).verbose_name)))
        if name in _fillable(source, target):
            found.filling.append(label)
        elif theirs and theirs != ours:
            found.differing[label] = (ours, theirs)
    return found


def named_by(organisation: Organisation) -> dict[str, int]:
    """How many records of each kind name an organisation, whatever room they belong to."""
    found: dict[str, int] = {}
    for relation in Organisation._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToManyRel | ManyToOneRel):
            continue
        model: Any = relation.related_model
        if model._meta.label in OWN or model._meta.auto_created:
            continue
        count = _rows(model, relation.field.name, organisation)
        if count:
            label = str(capfirst(str(model._meta.verbose_name_plural)))
            found[label] = found.get(label, 0) + count
    return found


@transaction.atomic
def merge(*, source_id: int, target_id: int, user: User | None = None) -> Organisation:
    """Let one record stand for both; return it. Raises OrganisationsNotMerged.

    Both rows are locked in one order, so that of two merges at once the second sees the first.
    """
    source, target = _locked(source_id, target_id)
    if source is None or target is None:
        raise OrganisationsNotMerged(_("One of the two organisations is no longer there."))
    _refuse(source, target)
    filled = _fillable(source, target)
    source.merged_into = target
    source.save()
    for name in filled:
        setattr(target, name, getattr(source, name))
    if "logo" in filled:
        target.logo_alt = source.logo_alt
    target.save()
    target.areas.add(*source.areas.all())
    # Whoever was merged into the one that goes stands for the one that stays now, and says so.
    for absorbed in Organisation.objects.filter(merged_into=source):
        absorbed.merged_into = target
        absorbed.save()
    data = {"target": target.pk, "source": source.name, "name": target.name, "filled": filled}
    log(instance=source, action=MERGED, user=user, data=data)
    return target


@transaction.atomic
def separate(*, source_id: int, user: User | None = None) -> Organisation:
    """Let a merged record stand for itself again. Raises OrganisationsNotMerged.

    What names it says its name again. What was taken over from it stays with the other, except the
    tax code, which only one can have.
    """
    known = Organisation.objects.filter(pk=source_id).first()
    source, target = _locked(source_id, (known and known.merged_into_id) or 0)
    if source is None or target is None or source.is_cooperative:
        raise OrganisationsNotMerged(_("This organisation is not merged into another."))
    if source.tax_code and target.tax_code == source.tax_code:
        target.tax_code = ""
        target.save()
    source.merged_into = None
    source.save()
    data = {"source": source.name, "name": target.name}
    log(instance=source, action=SEPARATED, user=user, data=data)
    return source


def _locked(*ids: int) -> list[Organisation | None]:
    rows = Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    known = {row.pk: row for row in rows}
    return [known.get(one) for one in ids]


def _refuse(source: Organisation, target: Organisation) -> None:
    if source.pk == target.pk:
        raise OrganisationsNotMerged(_("An organisation cannot be merged into itself."))
    if source.merged_into_id or target.merged_into_id:
        raise OrganisationsNotMerged(_("One of the two has already been merged into another."))
    if source.is_cooperative:
        raise OrganisationsNotMerged(
            _("This is a cooperative of the directory: merge its record there.")
        )


def _fillable(source: Organisation, target: Organisation) -> list[str]:
    kept = OF_THE_DIRECTORY if target.is_cooperative else frozenset()
    wanted = [name for name in FILLED if name not in kept]
    return [name for name in wanted if getattr(source, name) and not getattr(target, name)]


def _rows(model: type[Model], name: str, organisation: Organisation) -> int:
    return model._default_manager.filter(**{name: organisation}).count()
