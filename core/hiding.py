"""Moves pictures out of everybody's sight when they stop being public, and back again.

A web server gives out the sizes of pictures without asking the hub, so what must not be seen must
not be there: the sizes are deleted, and whoever needs one again makes it where it then belongs
(see `HubRendition.get_upload_to`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from wagtail.models import Collection

from core.media import HIDDEN_FOLDER, SHOWN_FOLDER, HubDocument, HubImage, HubRendition
from core.visibility import is_public_folder

BATCH = 500

pictures_judged = Signal()
"""Sent after pictures were looked at, with `shown` and `hidden`: the ids of each."""


def settle_on_commit(pictures: QuerySet[HubImage]) -> None:
    """Look at pictures once what is happening to them or to their folder has happened."""
    transaction.on_commit(partial(settle, pictures), robust=True)


def settle(pictures: QuerySet[HubImage] | None = None) -> int:
    """Let nothing of these pictures (all, if none are given) lie where it must not.

    Gives back how many sizes were deleted.
    """
    ids = (HubImage.objects.all() if pictures is None else pictures).values_list("pk", flat=True)
    waiting = list(ids.order_by("pk"))
    batches = (waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH))
    return sum(_settle(batch) for batch in batches)


def in_folder(folder_id: int) -> QuerySet[HubImage]:
    """The pictures of a Wagtail collection and of those below it."""
    folder = Collection.objects.filter(pk=folder_id).first()
    if folder is None:
        return HubImage.objects.none()
    return HubImage.objects.filter(collection__in=folder.get_descendants(inclusive=True))


def moved(model: type[HubImage | HubDocument], ids: Iterable[int]) -> None:
    """Tell everybody who listens that files lie in another folder: bulk updates tell nobody."""
    for file in model.objects.filter(pk__in=ids):
        file.save(update_fields=["collection"])


def delete_file(rendition: HubRendition) -> None:
    """Delete the file of a size that is gone; Wagtail leaves it to the worker, and until later."""
    transaction.on_commit(partial(rendition.file.storage.delete, rendition.file.name), robust=True)


def _settle(ids: list[int]) -> int:
    rows = HubImage.objects.filter(pk__in=ids).select_related("collection")
    folders = {row.collection_id: row.collection for row in rows}
    public = {pk for pk, folder in folders.items() if is_public_folder(folder)}
    shown = {row.pk for row in rows if row.collection_id in public and not row.is_consent_withdrawn}
    hidden = {row.pk for row in rows} - shown
    count = _delete_misplaced(shown, hidden)
    pictures_judged.send(HubImage, shown=shown, hidden=hidden)
    return count


@transaction.atomic
def _delete_misplaced(shown: set[int], hidden: set[int]) -> int:
    misplaced = HubRendition.objects.filter(
        Q(image__in=hidden, file__startswith=f"{SHOWN_FOLDER}/")
        | Q(image__in=shown, file__startswith=f"{HIDDEN_FOLDER}/")
    ).select_related("image")
    renditions = list(misplaced)
    for rendition in renditions:
        rendition.delete()  # one by one: each is told to who takes its file away
    return len(renditions)
