"""Forgetting a person whom a file told of: what its rows say of them goes."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q

from core.models.importing import ImportRow, RowOutcome

NOTHING: dict[str, Any] = {"key": "", "label": "", "cells": {}, "findings": []}


@transaction.atomic
def forget(*, kind: str, target: Model, label: str, cell: str, value: str) -> int:
    """Empty the rows of a kind that became `target`, are labelled so, or hold a value in a cell.

    Rows that have not been written yet will not be. Returns how many were emptied.
    """
    of_target = Q(content_type=ContentType.objects.get_for_model(type(target)), object_id=target.pk)
    theirs = Q(label=label) | Q(**{f"cells__{cell}__iexact": value})
    rows = ImportRow.objects.filter(of_target | theirs, kind=kind)
    numbers = list(rows.values_list("pk", flat=True))
    chosen = ImportRow.objects.filter(pk__in=numbers)
    chosen.filter(outcome="").update(outcome=RowOutcome.LEFT_OUT)
    return chosen.update(**NOTHING)
