"""Where things came from: one row for each, so that the same file twice makes nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from core.models.importing import ImportedThing, ImportJob

LONGEST_KEY = 200


def key_of(text: str) -> str:
    """A name from outside, short enough to be kept and compared."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_KEY:
        return text
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def claim(*, kind: str, external_id: str) -> ImportedThing:
    """Take a thing for this transaction; others who want the same wait until it ends.

    Two imports at once meet here: the row is unique, and locked for whoever has it.
    """
    key = key_of(external_id)
    ImportedThing.objects.get_or_create(kind=kind, external_id=key)
    return ImportedThing.objects.select_for_update().get(kind=kind, external_id=key)


def known(*, kind: str, external_ids: Iterable[str]) -> dict[str, ImportedThing]:
    """The things that came with these names before."""
    keys = [key_of(one) for one in external_ids]
    found: dict[str, ImportedThing] = {}
    for start in range(0, len(keys), 500):
        rows = ImportedThing.objects.filter(
            kind=kind, external_id__in=keys[start : start + 500], object_id__isnull=False
        )
        found |= {row.external_id: row for row in rows}
    return found


def remember(
    *,
    thing: ImportedThing,
    target: Model,
    values: dict[str, Any],
    stamp: str,
    created_by: ImportJob | None,
) -> None:
    """Note what was made or changed, and with which values."""
    thing.content_type = ContentType.objects.get_for_model(target, for_concrete_model=True)
    thing.object_id = target.pk
    thing.values = values
    thing.stamp = stamp
    if created_by is not None:
        thing.created_by = created_by
    thing.save()


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that stays as a person left it, though the file says something else."""

    name: str
    current: Any
    incoming: Any


@dataclass(slots=True)
class Merge:
    """What of a row is to be written onto what is there."""

    changes: dict[str, Any]
    kept: list[Kept]


def merge(
    *,
    current: dict[str, Any],
    base: dict[str, Any],
    incoming: dict[str, Any],
    overwrite: bool,
) -> Merge:
    """Compare three versions of a thing: as it is, as the last import left it, as the file says.

    Where a person has changed a value since (or has entered one by hand before any import), it is
    kept and reported, unless `overwrite`. An empty cell changes nothing.
    """
    result = Merge({}, [])
    for name, value in incoming.items():
        now = current.get(name)
        if value in (None, "", []) or value == now:
            continue
        is_ours = now == base[name] if name in base else now in (None, "", [])
        if is_ours or overwrite:
            result.changes[name] = value
        elif name not in base or value != base[name]:
            result.kept.append(Kept(name, now, value))
    return result
