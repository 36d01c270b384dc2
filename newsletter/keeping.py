"""Pictures of frozen mails are kept: copied to files of their own, which the mails then name.

A picture's sizes are made anew when it is replaced, and go when it is deleted; a mail that has
left would show holes. A consent that is withdrawn takes a kept file away, everywhere at once; the
files of a picture that has become private are put aside until it is public again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core.addresses import absolute
from core.media import HIDDEN_FOLDER, HubRendition
from core.stripping import only_the_picture
from newsletter.models import KeptPicture
from newsletter.rendering import Rendering

FOLDER = "newsletter"


def with_kept_pictures(rendering: Rendering) -> Rendering:
    """The same mail with its pictures copied and named by their copies; for the freeze."""
    base = absolute(settings.MEDIA_URL)
    pattern = re.compile(rf'(?<=src="){re.escape(base)}([^"]+)(?=")')
    wanted = dict.fromkeys(pattern.findall(rendering.html))
    rows = HubRendition.objects.filter(file__in=wanted).select_related("image")
    copies = {one.file.name: copy for one in rows if (copy := _keep(one))}
    html = pattern.sub(lambda found: f"{base}{copies.get(found[1], found[1])}", rendering.html)
    return replace(rendering, html=html)


@transaction.atomic
def forget(*, image_id: int) -> int:
    """Take away the kept files of a picture that may no longer be shown; return how many."""
    names = list(KeptPicture.objects.filter(image=image_id).values_list("name", flat=True))
    KeptPicture.objects.filter(name__in=names).delete()
    transaction.on_commit(lambda: _delete(names))
    return len(names)


def hide(*, image_ids: Iterable[int]) -> None:
    """Put the kept files of pictures aside, where nobody is given them."""
    for name in _names(image_ids):
        _move(name, _aside(name))


def show(*, image_ids: Iterable[int]) -> None:
    """Put back what was put aside."""
    for name in _names(image_ids):
        _move(_aside(name), name)


def strip() -> int:
    """Leave only the picture in files kept before this was done on upload; return how many."""
    count = 0
    for name in KeptPicture.objects.values_list("name", flat=True):
        for place in (name, _aside(name)):
            if default_storage.exists(place):
                count += _strip(place)
    return count


def _strip(name: str) -> bool:
    with default_storage.open(name, "rb") as file:
        data = file.read()
    plain = only_the_picture(data)
    if plain == data:
        return False
    default_storage.delete(name)
    default_storage.save(name, ContentFile(plain))
    return True


def _names(image_ids: Iterable[int]) -> list[str]:
    found = KeptPicture.objects.filter(image__in=set(image_ids))
    return list(found.values_list("name", flat=True))


def _aside(name: str) -> str:
    return f"{HIDDEN_FOLDER}/{name}"


def _move(source: str, target: str) -> None:
    if not default_storage.exists(source):
        return
    if not default_storage.exists(target):
        with default_storage.open(source, "rb") as file:
            default_storage.save(target, file)
    default_storage.delete(source)


def _keep(rendition: HubRendition) -> str | None:
    """The name of the copy; None where the file is gone."""
    try:
        with rendition.file.open("rb") as file:
            data = file.read()
    except OSError:
        return None
    # Two pictures of the library may hold the same bytes, and only one of them be hidden.
    digest = hashlib.sha256(b"%d " % rendition.image_id + data).hexdigest()[:32]
    name = f"{FOLDER}/{digest}{PurePosixPath(rendition.file.name).suffix}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(data))
    picture = KeptPicture(name=name, image=rendition.image)
    KeptPicture.objects.bulk_create([picture], ignore_conflicts=True)
    return name


def _delete(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
        default_storage.delete(_aside(name))
