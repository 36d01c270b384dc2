"""Pictures of a blog, from the folder that was brought with it; nothing is fetched."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from wagtail.models import Collection

from core.importing import archives, things
from core.licences import Licence
from core.models import HubImage, ImportJob

KIND = "blog-picture"
FOLDER = "Blog"
FORMATS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "AVIF": ".avif"}
MOST_PIXELS = 80_000_000
# WordPress keeps smaller copies beside a picture: name-300x200.jpg.
SMALLER = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)")


class NoPicture(Exception):
    """A picture that cannot be had; the message says why."""


class Shelf:
    """The files that came along, found by the addresses they had."""

    def __init__(self, archive: zipfile.ZipFile | None) -> None:
        self._archive = archive
        self._by_name: dict[str, list[str]] = {}
        for info in archive.infolist() if archive else []:
            if not info.is_dir():
                name = PurePosixPath(info.filename).name.casefold()
                self._by_name.setdefault(name, []).append(info.filename)

    def find(self, url: str) -> str | None:
        """The file for an address; the picture itself before a smaller copy."""
        path = unquote(urlsplit(url).path)
        for wanted in (SMALLER.sub("", path), path):
            parts = PurePosixPath(wanted.casefold()).parts
            names = self._by_name.get(parts[-1], []) if parts else []
            # The more folders agree (2019/05/photo.jpg), the surer it is.
            ranked = sorted(names, key=lambda name: -_agreeing(name.casefold(), parts))
            if ranked and (len(ranked) == 1 or _agreeing(ranked[0].casefold(), parts) > 1):
                return ranked[0]
        return None

    def read(self, name: str) -> bytes:
        """The content of a file; raise NoPicture when it is damaged."""
        if self._archive is None:
            raise NoPicture(_("no pictures were brought with the blog"))
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise NoPicture(_("its file is damaged")) from error


def _agreeing(name: str, parts: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(reversed(PurePosixPath(name).parts), reversed(parts), strict=False):
        if one != other:
            break
        count += 1
    return count


@contextmanager
def opened(path: Path | None) -> Iterator[Shelf]:
    """The shelf of a ZIP, or an empty one."""
    if path is None:
        yield Shelf(None)
        return
    with archives.opened(path, archives.PICTURES) as archive:
        yield Shelf(archive)


def take(*, shelf: Shelf, url: str, alt: str, title: str, job: ImportJob) -> HubImage:
    """Give the hub's picture for an address of the blog, made if need be.

    Raises NoPicture when no file came along for it, or when it is no picture.
    """
    address = url.partition("?")[0]
    if address in known([url]):
        thing = things.claim(kind=KIND, external_id=address)
        if isinstance(thing.target, HubImage):
            return thing.target
    name = shelf.find(url)
    if name is None:
        raise NoPicture(_("its file did not come along"))
    thing = things.claim(kind=KIND, external_id=address)
    if isinstance(thing.target, HubImage):
        return thing.target
    image = _make(shelf.read(name), name, alt, title, job)
    things.remember(thing=thing, target=image, values={}, stamp=image.file_hash, created_by=job)
    return image


def known(urls: Iterable[str]) -> set[str]:
    """The addresses, without what follows "?", of pictures that have come over before."""
    addresses = {things.key_of(address): address for address in (u.partition("?")[0] for u in urls)}
    rows = things.known(kind=KIND, external_ids=addresses.values())
    return {addresses[key] for key, row in rows.items() if row.target is not None}


def _make(content: bytes, name: str, alt: str, title: str, job: ImportJob) -> HubImage:
    ending = checked(content)
    image = HubImage(
        title=(title or PurePosixPath(name).stem)[:255],
        description=alt[:255],
        collection=folder(),
        uploaded_by_user=job.started_by,
        # Who may use it is not known: somebody has to say so.
        licence=Licence.RESERVED,
    )
    stem = re.sub(r"[^\w-]+", "-", PurePosixPath(name).stem)[:80] or "picture"
    image.file = ImageFile(io.BytesIO(content), name=f"{stem}{ending}")
    image.file_size = len(content)
    image.save()
    image.get_file_hash()  # computes and keeps it
    return image


def checked(content: bytes) -> str:
    """The ending a picture's content asks for; raise NoPicture when it is none, or too large."""
    if len(content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise NoPicture(_("its file is too large"))
    try:
        with Image.open(io.BytesIO(content)) as picture:
            ending = FORMATS.get(picture.format or "")
            pixels = picture.width * picture.height
            if ending is None:
                raise NoPicture(_("it is of a kind the hub does not show"))
            if pixels > MOST_PIXELS:
                raise NoPicture(_("it has too many pixels"))
            picture.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise NoPicture(_("its file is not a picture")) from error
    return ending


def folder() -> Collection:
    """The collection in which a blog's pictures are kept."""
    found = Collection.objects.filter(name=FOLDER).first()
    return found or Collection.get_first_root_node().add_child(name=FOLDER)
