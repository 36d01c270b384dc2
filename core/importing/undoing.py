"""Taking an import back: what it made and nobody has touched is deleted, the rest stays."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from core.importing import importers
from core.importing.importers import Importer
from core.models.importing import ImportedThing, ImportJob, ImportRow, RowOutcome


def undo(job: ImportJob, user: Any) -> dict[str, int]:
    """Delete what can be; the last made goes first, because it may hang on what came before."""
    importer = importers.get(job.importer)
    removed = kept = 0
    # Twice: a picture can go once the page that showed it has gone.
    for _turn in range(2):
        numbers = list(job.created_things.order_by("-pk").values_list("pk", flat=True))
        gone = sum(_remove(importer, pk, job, user) for pk in numbers)
        removed, kept = removed + gone, len(numbers) - gone
    return {"removed": removed, "kept": kept}


def _remove(importer: Importer, pk: int, job: ImportJob, user: Any) -> bool:
    try:
        with transaction.atomic():
            thing = ImportedThing.objects.select_for_update().filter(pk=pk).first()
            if thing is None:
                return False
            rows = ImportRow.objects.filter(
                job=job, content_type=thing.content_type, object_id=thing.object_id
            )
            if thing.target is not None:
                if not importer.is_untouched(thing):
                    return False
                rows.update(outcome=RowOutcome.UNDONE)
                importer.remove(thing, user)
            ImportedThing.objects.filter(pk=pk).delete()
    except ProtectedError:  # something else has come to need it
        return False
    return True
