"""Pictures are stored and published without what cameras write beside them."""

from __future__ import annotations

from hashlib import sha1
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from core.blocks.data import CARD_SIZE
from core.licences import Licence
from core.media import HubImage, PeopleConsent
from newsletter.models import KeptPicture
from tests.core.conftest import Commits
from tests.core.pictures import FORMATS, says_where, taken
from tests.factories import AdminFactory, HubSite, ImageFactory
from tests.newsletter.issues import frozen, picture

pytestmark = pytest.mark.django_db

SIZES = [CARD_SIZE, "original", "max-165x165", "width-480|format-webp"]


def content(file: Any) -> bytes:
    with default_storage.open(file.name) as opened:
        return bytes(opened.read())


def uploaded_before(image: HubImage, data: bytes) -> None:
    """Put a file under a picture as it was uploaded before it would have been cleaned."""
    name = default_storage.save("original_images/before.jpg", ContentFile(data))
    HubImage.objects.filter(pk=image.pk).update(file=name, width=90, height=60)
    image.refresh_from_db()


@pytest.mark.parametrize("kind", FORMATS)
def test_neither_the_stored_file_nor_any_size_says_where_it_was_taken(kind: str) -> None:
    image = HubImage.objects.create(
        title="Orto",
        file=ContentFile(taken(kind, orientation=6), f"orto.{kind.lower()}"),
    )

    assert not says_where(content(image.file))
    for size in SIZES:
        assert not says_where(content(image.get_rendition(size).file))
    if kind != "GIF":
        assert (image.width, image.height) == (60, 90)


def test_a_picture_uploaded_in_the_admin_is_cleaned_and_so_is_the_one_that_replaces_it(
    hub_site: HubSite,
) -> None:
    staff = Client()
    staff.force_login(AdminFactory())
    form = {"title": "Orto", "collection": Collection.get_first_root_node().pk}
    form |= {"people_consent": PeopleConsent.NONE_SHOWN, "licence": Licence.CC_BY}
    first = SimpleUploadedFile("orto.jpg", taken("JPEG"), "image/jpeg")

    staff.post(reverse("wagtailimages:add"), {**form, "file": first})
    image = HubImage.objects.get()
    stored = content(image.file)
    second = SimpleUploadedFile("orto2.jpg", taken("JPEG", orientation=6), "image/jpeg")
    staff.post(reverse("wagtailimages:edit", args=[image.pk]), {**form, "file": second})
    image.refresh_from_db()

    assert not says_where(stored)
    assert not says_where(content(image.file))
    assert (image.width, image.height) == (60, 90)
    assert image.file_size == len(content(image.file))
    assert image.file_hash == sha1(content(image.file), usedforsecurity=False).hexdigest()


def test_the_same_upload_twice_is_known_as_such() -> None:
    first, second = (
        HubImage.objects.create(title="Orto", file=ContentFile(taken("JPEG"), "orto.jpg"))
        for _time in range(2)
    )

    assert first.get_file_hash() == second.get_file_hash()


def test_saving_a_picture_again_does_not_touch_its_file() -> None:
    image = ImageFactory()
    before = content(image.file)
    name = image.file.name

    image.title = "Altro titolo"
    image.save()

    assert (image.file.name, content(image.file)) == (name, before)


def test_pictures_uploaded_before_are_cleaned_by_the_command_with_everything_made_of_them(
    hub_site: HubSite, commits: Commits
) -> None:
    image = ImageFactory()
    uploaded_before(image, taken("JPEG", orientation=6))
    HubImage.objects.filter(pk=image.pk).update(
        focal_point_x=45, focal_point_y=30, focal_point_width=9, focal_point_height=6
    )
    image.refresh_from_db()
    with commits():
        page = hub_site.practice(lead_image=image)
    frozen(hub_site, picture(image), readers=1)
    old_file, old_sizes = image.file.name, [size.file.name for size in image.renditions.all()]
    (kept,) = KeptPicture.objects.values_list("name", flat=True)
    default_storage.delete(kept)
    default_storage.save(kept, BytesIO(taken("JPEG")))
    out = StringIO()

    with commits():
        call_command("clean_pictures", stdout=out)

    image.refresh_from_db()
    assert out.getvalue() == "1 pictures cleaned, 1 of sent issues; 0 sizes hidden\n"
    assert not any(default_storage.exists(name) for name in [old_file, *old_sizes])
    assert not says_where(content(image.file))
    assert (image.width, image.height) == (60, 90)
    assert (image.focal_point_x, image.focal_point_y) == (30, 45)
    assert not says_where(default_storage.open(kept).read())
    answer = Client().get(page.url).content.decode()
    assert any(f"/media/{size.file.name}" in answer for size in image.renditions.all())


def test_the_command_hides_what_lay_in_the_open_and_finds_nothing_the_second_time(
    commits: Commits,
) -> None:
    folder = Collection.get_first_root_node().add_child(name="Riservate")
    image = ImageFactory(collection=folder)
    name = image.get_rendition("max-165x165").file.name
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    gone = ImageFactory()
    default_storage.delete(gone.file.name)
    reports = []

    for _time in range(2):
        out = StringIO()
        with commits():
            call_command("clean_pictures", stdout=out)
        reports.append(out.getvalue())

    assert reports == [
        "0 pictures cleaned, 0 of sent issues; 1 sizes hidden\n",
        "0 pictures cleaned, 0 of sent issues; 0 sizes hidden\n",
    ]
    assert not default_storage.exists(name)
