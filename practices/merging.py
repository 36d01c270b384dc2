"""Making two records of one cooperative into one, and taking that back.

Whatever points to the record that goes is moved to the one that stays: practices, sites,
contacts, and what other rooms keep about cooperatives. The record that goes keeps its name and
its address, which lead to the one that stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.fields import ChoiceListField, labels_of
from core.models import User
from practices.models import (
    Claim,
    Cooperative,
    CooperativeOrganisation,
    Lifecycle,
    Merger,
    Proposal,
)

MERGED, UNDONE = "practices.merge_cooperatives", "practices.undo_merger"
# What tells the story of one record stays with it.
STAYING: tuple[type[models.Model], ...] = (
    Claim,
    Cooperative,
    CooperativeOrganisation,  # it says itself into which the record was merged
    Merger,
    Proposal,
)
# Taken over where the record that stays has nothing.
FILLED = (
    "tax_code",
    "vat_number",
    "short_name",
    "summary",
    "summary_en",
    "sectors",
    "disadvantage_groups",
    "founded_year",
    "website",
    "public_email",
    "phone",
    "social",
    "external_id",
    "regional_association_id",
)
NUMBERS = ("tax_code", "vat_number", "external_id")


class MergingRefused(Exception):
    """The records cannot be merged; `message` says why, in the current language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(slots=True)
class Plan:
    """What merging would do: how many rows of what move, and which fields are filled."""

    # A plain dict: a template that asks a Counter for its `items` is told that it has none, 0.
    moving: dict[str, int] = field(default_factory=dict)
    filling: dict[str, Any] = field(default_factory=dict)
    differing: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def plan(*, kept: Cooperative, merged: Cooperative) -> Plan:
    """Look at what merging would do. Raises MergingRefused."""
    _refuse(kept, merged)
    found = Plan()
    for model, column in _pointing():
        count = model._base_manager.filter(**{column: merged.pk}).count()
        if count:
            what = _name(model)
            found.moving[what] = found.moving.get(what, 0) + count
    for name in FILLED:
        ours, theirs = getattr(kept, name), getattr(merged, name)
        label = str(_column(name).verbose_name)
        if theirs and not ours:
            found.filling[label] = _shown(merged, name)
        elif theirs and ours != theirs:
            found.differing[label] = (_shown(kept, name), _shown(merged, name))
    return found


@transaction.atomic
def merge(*, kept_id: int, merged_id: int, user: User | None) -> Merger:
    """Merge one record into another. Raises MergingRefused.

    Both rows are locked in the same order by everybody, so that of two who merge them at the
    same time one waits, and then is refused.
    """
    rows = {one.pk: one for one in _locked(kept_id, merged_id)}
    if len(rows) < 2:
        raise MergingRefused(_("Choose two different cooperatives."))
    kept, merged = rows[kept_id], rows[merged_id]
    _refuse(kept, merged)
    filled = {name: getattr(merged, name) for name in FILLED if not getattr(kept, name)}
    filled = {name: value for name, value in filled.items() if value}
    before = {
        "kept": {name: getattr(kept, name) for name in filled},
        "merged": {
            name: getattr(merged, name) for name in (*NUMBERS, "lifecycle", "lifecycle_year")
        },
    }
    moved = _move(_pointing(), merged.pk, kept.pk)
    # A number stands once: it leaves one row before it enters the other.
    for name in NUMBERS:
        if name in filled:
            setattr(merged, name, "")
    merged.lifecycle, merged.merged_into = Lifecycle.MERGED, kept
    merged.save()
    for name, value in filled.items():
        setattr(kept, name, value)
    kept.save()
    merger = Merger.objects.create(
        kept=kept, merged=merged, moved=moved, before=before, merged_by=user
    )
    _log(MERGED, merger, user)
    return merger


@transaction.atomic
def undo(*, merger_id: int, user: User | None) -> Merger:
    """Take a merger back: what it moved returns, what it filled is emptied if unchanged since.

    What was added to the record that stays after the merger remains there. Raises MergingRefused.
    """
    found = Merger.objects.get(pk=merger_id)
    rows = {one.pk: one for one in _locked(found.kept_id, found.merged_id)}
    merger = Merger.objects.select_for_update().get(pk=merger_id)
    if merger.undone_at:
        raise MergingRefused(_("This merger has been taken back already."))
    kept, merged = rows[merger.kept_id], rows[merger.merged_id]
    taken_over = merger.before["kept"]
    for name, value in taken_over.items():
        if name not in NUMBERS or getattr(kept, name) == merger.before["merged"][name]:
            setattr(kept, name, value)
    kept.save()
    for name, value in merger.before["merged"].items():
        setattr(merged, name, value)
    merged.merged_into = None
    merged.save()
    _move_back(merger.moved, kept.pk, merged.pk)
    # Pages have changed hands after the records were saved: tell those who follow records.
    merged.save()
    kept.save()
    merger.undone_at = timezone.now()
    merger.save(update_fields=["undone_at"])
    _log(UNDONE, merger, user)
    return merger


def settle() -> int:
    """Move what came to point to a merged record after its merger; return how many rows.

    A page that was being saved, or an import that was running, at the moment of the merger names
    the record that went. Nothing shows it (everything names the current record), and here it is
    put right. Idempotent.
    """
    standing = Merger.objects.filter(undone_at__isnull=True).order_by("pk")
    return sum(_settle(number) for number in list(standing.values_list("pk", flat=True)))


@transaction.atomic
def _settle(merger_id: int) -> int:
    found = Merger.objects.get(pk=merger_id)
    if not any(
        model._base_manager.filter(**{column: found.merged_id}).exists()
        for model, column in _pointing()
    ):
        return 0
    rows = {one.pk: one for one in _locked(found.kept_id, found.merged_id)}
    merger = Merger.objects.select_for_update().get(pk=merger_id)
    if merger.undone_at is not None:
        return 0
    count = 0
    for label, columns in _move(_pointing(), merger.merged_id, merger.kept_id).items():
        for column, keys in columns.items():
            count += len(keys)
            merger.moved.setdefault(label, {}).setdefault(column, []).extend(keys)
    if count:
        merger.save(update_fields=["moved"])
        rows[merger.kept_id].save()  # whoever follows records hears of it
    return count


def _locked(*ids: int) -> list[Cooperative]:
    return list(Cooperative.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _refuse(kept: Cooperative, merged: Cooperative) -> None:
    if kept.pk == merged.pk:
        raise MergingRefused(_("Choose two different cooperatives."))
    if merged.lifecycle == Lifecycle.MERGED:
        raise MergingRefused(_("“%(name)s” has been merged already.") % {"name": merged})
    if kept.lifecycle == Lifecycle.MERGED:
        raise MergingRefused(
            _("“%(name)s” was merged into another itself: choose that one.") % {"name": kept}
        )
    if merged.proposals.waiting().exists():
        raise MergingRefused(
            _("“%(name)s” has proposed changes that wait: review them first.") % {"name": merged}
        )


def _pointing() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of every room that points to a cooperative and is to follow it."""
    for relation in Cooperative._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.related_model in STAYING:
            continue
        model: Any = relation.related_model
        yield model, relation.field.attname


def _move(
    columns: Iterator[tuple[type[models.Model], str]], old: int, new: int
) -> dict[str, dict[str, list[Any]]]:
    """Point rows to another cooperative; give back which ones, by model and column."""
    moved: dict[str, dict[str, list[Any]]] = {}
    for model, column in columns:
        rows = model._base_manager.filter(**{column: old})
        for pk in list(rows.values_list("pk", flat=True)):
            if _repoint(model, column, pk, new):
                moved.setdefault(model._meta.label_lower, {}).setdefault(column, []).append(pk)
    return moved


def _repoint(model: type[models.Model], column: str, pk: Any, new: int) -> bool:
    """Point one row elsewhere; a row that stands there already stays where it is."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**{column: new})
    except IntegrityError:
        return False
    return True


def _move_back(moved: dict[str, dict[str, list[Any]]], kept: int, merged: int) -> None:
    for label, columns in moved.items():
        model = apps.get_model(label)
        for column, keys in columns.items():
            for pk in model._base_manager.filter(pk__in=keys, **{column: kept}).values_list(
                "pk", flat=True
            ):
                _repoint(model, column, pk, merged)


def _column(name: str) -> models.Field[Any, Any]:
    [column] = [one for one in Cooperative._meta.concrete_fields if one.attname == name]
    return column


def _shown(cooperative: Cooperative, name: str) -> str:
    """A value as a person reads it."""
    column, value = _column(name), getattr(cooperative, name)
    if isinstance(column, ChoiceListField) and column.of is not None:
        return ", ".join(labels_of(value, column.of))
    return str(getattr(cooperative, column.name) or "")


def _name(model: type[models.Model]) -> str:
    """What rows of a model are called; those of a relation by the model they belong to."""
    owner: Any = model._meta.auto_created
    if owner:
        return str(owner._meta.verbose_name_plural)
    return str(model._meta.verbose_name_plural)


def _log(action: str, merger: Merger, user: User | None) -> None:
    data = {
        "kept": {"id": merger.kept_id, "name": merger.kept.name},
        "merged": {"id": merger.merged_id, "name": merger.merged.name},
        "moved": sum(len(keys) for one in merger.moved.values() for keys in one.values()),
    }
    for record in (merger.kept, merger.merged):
        log(instance=record, action=action, user=user, data=data)
