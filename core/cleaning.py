"""Leaves only the picture in the files of pictures that came before this was done on upload."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from wagtail.images.models import SourceImageIOError

from core.media import HubImage


def clean_pictures() -> int:
    """Clean every picture of the library, and let its sizes be made anew; return how many.

    A picture whose file is gone is left as it is.
    """
    return sum(_clean(pk) for pk in HubImage.objects.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _clean(pk: int) -> bool:
    image = HubImage.objects.select_for_update().filter(pk=pk).first()
    if image is None:
        return False
    old, before = image.file.name, (image.width, image.height)
    try:
        if not image.leave_only_the_picture():
            return False
    except SourceImageIOError:
        return False
    _follow_turn(image, before)
    for size in image.renditions.all():
        size.delete()
    image.save()
    transaction.on_commit(partial(image.file.storage.delete, old))
    return True


def _follow_turn(image: HubImage, before: tuple[int, int]) -> None:
    """Keep the point to look at where it was seen: Wagtail measured it on the turned picture."""
    if not image.has_focal_point() or before == (image.width, image.height):
        return
    across, down = image.width / before[0], image.height / before[1]
    image.focal_point_x = round(image.focal_point_x * across)
    image.focal_point_width = round(image.focal_point_width * across)
    image.focal_point_y = round(image.focal_point_y * down)
    image.focal_point_height = round(image.focal_point_height * down)
