"""Pictures that are not public lie where no web server gives them out."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.users.models import UserProfile

from catalogue.models import Entry
from core import hiding, ticks
from core.media import HubImage, HubRendition, PeopleConsent
from tests.core.conftest import Commits
from tests.factories import AdminFactory, DocumentFactory, HubSite, ImageFactory, UserFactory

pytestmark = pytest.mark.django_db

THUMBNAIL = "max-165x165"


def private_folder(name: str = "Riservate") -> Collection:
    folder = Collection.get_first_root_node().add_child(name=name)
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    return folder


def names(image: HubImage) -> list[str]:
    return [size.file.name for size in image.renditions.all()]


def status_of(name: str) -> int:
    return Client().get(f"/media/{name}").status_code


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_size_of_a_public_picture_is_given_to_everybody(hub_site: HubSite) -> None:
    size = ImageFactory().get_rendition(THUMBNAIL)

    response = Client().get(size.url)

    assert response.status_code == 200
    assert size.file.name.startswith("images/")


def test_nobody_can_guess_what_a_size_is_called(db: None) -> None:
    image = ImageFactory(file__filename="anna.jpg")

    size = image.get_rendition(THUMBNAIL)
    first = size.file.name
    size.delete()

    assert status_of("images/anna.max-165x165.jpg") == 404
    assert image.get_rendition(THUMBNAIL).file.name != first


@pytest.mark.parametrize("reason", ["folder", "consent"])
def test_a_thumbnail_of_a_hidden_picture_is_for_staff_alone(hub_site: HubSite, reason: str) -> None:
    image = (
        ImageFactory(collection=private_folder())
        if reason == "folder"
        else ImageFactory(people_consent=PeopleConsent.WITHDRAWN)
    )

    size = image.get_rendition(THUMBNAIL)
    staff = Client()
    staff.force_login(AdminFactory())
    answer = staff.get(size.url)

    assert size.file.name.startswith("hidden/")
    assert status_of(size.file.name) == 404
    assert Client().get(size.url).status_code == 302  # to the login
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]
    assert bytes_of(answer) == size.file.open("rb").read()


def test_the_admin_shows_hidden_pictures_in_its_list_and_forms(hub_site: HubSite) -> None:
    image = ImageFactory(collection=private_folder())
    staff = Client()
    staff.force_login(AdminFactory())

    for address in (
        reverse("wagtailimages:index"),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages_chooser:choose"),
    ):
        page = staff.get(address).content.decode()
        assert "/admin/hidden-pictures/" in page
        assert "/media/" not in page
    assert all(name.startswith("hidden/") for name in names(image))


def test_staff_without_a_right_to_the_folder_do_not_see_its_pictures(hub_site: HubSite) -> None:
    size = ImageFactory(collection=private_folder()).get_rendition(THUMBNAIL)
    staff = Client()
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    staff.force_login(person)

    answer = staff.get(size.url)

    assert answer.status_code == 302
    assert answer["Location"] == reverse("wagtailadmin_home")


def test_a_hidden_size_whose_file_is_gone_is_not_found(hub_site: HubSite) -> None:
    size = ImageFactory(collection=private_folder()).get_rendition(THUMBNAIL)
    default_storage.delete(size.file.name)
    staff = Client()
    staff.force_login(AdminFactory())

    assert staff.get(size.url).status_code == 404


def test_a_public_size_has_no_address_in_the_admin(hub_site: HubSite) -> None:
    size = ImageFactory().get_rendition(THUMBNAIL)
    staff = Client()
    staff.force_login(AdminFactory())

    assert staff.get(reverse("core_hidden_picture", args=[size.pk])).status_code == 404


def test_what_was_published_goes_when_its_folder_becomes_private_and_is_made_again_after(
    hub_site: HubSite, commits: Commits
) -> None:
    folder = Collection.get_first_root_node().add_child(name="Festa")
    image = ImageFactory(collection=folder)
    with commits():
        page = hub_site.practice(lead_image=image)
    Client().get(page.url)  # the site's own sizes
    before = names(image)
    assert len(before) > 1
    assert {status_of(name) for name in before} == {200}

    with commits():
        lock = CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")

    assert {status_of(name) for name in before} == {404}
    assert not any(default_storage.exists(name) for name in before)
    assert names(image) == []

    image.get_rendition(THUMBNAIL)  # the admin looks at it meanwhile
    with commits():
        lock.delete()
    shown = Client().get(page.url).content.decode()

    after = names(image)
    assert after
    assert {status_of(name) for name in after} == {200}
    assert any(f"/media/{name}" in shown for name in after)
    card = Entry.objects.get(page=page).card
    assert any(f"/media/{name}" in card for name in after)


def test_what_was_published_goes_when_somebody_takes_their_consent_back(
    hub_site: HubSite, commits: Commits
) -> None:
    image = ImageFactory()
    with commits():
        hub_site.practice(lead_image=image)
    before = names(image)

    with commits():
        image.people_consent = PeopleConsent.WITHDRAWN
        image.save()

    assert before
    assert {status_of(name) for name in before} == {404}


def test_what_was_published_goes_with_the_picture(hub_site: HubSite, commits: Commits) -> None:
    image = ImageFactory()
    with commits():
        name = image.get_rendition(THUMBNAIL).file.name
    with commits():
        image.delete()

    assert not default_storage.exists(name)


def test_a_picture_put_into_a_private_folder_is_hidden(hub_site: HubSite, commits: Commits) -> None:
    image = ImageFactory()
    with commits():
        name = image.get_rendition(THUMBNAIL).file.name
        image.collection = private_folder()
        image.save()

    assert status_of(name) == 404


def test_pictures_put_together_into_a_private_folder_are_hidden(
    hub_site: HubSite, commits: Commits
) -> None:
    folder = private_folder()
    image, other = ImageFactory(), ImageFactory()
    document = DocumentFactory()
    link = f'<p><a linktype="document" id="{document.pk}">Il verbale</a></p>'
    with commits():
        page = hub_site.practice(lead_image=image, body=[("text", link)])
    name = image.get_rendition(THUMBNAIL).file.name
    staff = Client()
    staff.force_login(AdminFactory())

    for kind, ids in (("hubimage", [image.pk, other.pk]), ("hubdocument", [document.pk])):
        address = reverse("wagtail_bulk_action", args=["core", kind, "add_to_collection"])
        with commits():
            asked = "&".join(f"id={one}" for one in ids)
            answer = staff.post(f"{address}?{asked}", {"collection": folder.pk})
        assert answer.status_code == 302

    assert HubImage.objects.filter(collection=folder).count() == 2
    assert status_of(name) == 404
    entry = Entry.objects.get(page=page)
    assert '"image":null' in entry.card
    assert "/documents/" not in entry.detail


def test_a_folder_that_is_moved_below_a_private_one_is_hidden(
    hub_site: HubSite, commits: Commits
) -> None:
    private = private_folder()
    folder = Collection.get_first_root_node().add_child(name="Festa")
    name = ImageFactory(collection=folder).get_rendition(THUMBNAIL).file.name
    staff = Client()
    staff.force_login(AdminFactory())

    with commits():
        answer = staff.post(
            reverse("wagtailadmin_collections:edit", args=[folder.pk]),
            {"name": "Festa", "parent": private.pk},
        )

    assert answer.status_code == 302
    assert Collection.objects.get(pk=folder.pk).get_parent().pk == private.pk
    assert status_of(name) == 404


def test_what_no_signal_told_of_is_found_by_the_timed_job(commits: Commits) -> None:
    image, other = ImageFactory(), ImageFactory()
    name, kept = (one.get_rendition(THUMBNAIL).file.name for one in (image, other))
    HubImage.objects.filter(pk=image.pk).update(people_consent=PeopleConsent.WITHDRAWN)
    assert status_of(name) == 200

    with commits():
        ticks.settle_pictures()

    assert status_of(name) == 404
    assert status_of(kept) == 200


def test_many_pictures_of_a_folder_cost_as_much_as_a_few(django_assert_max_num_queries) -> None:
    folder = Collection.get_first_root_node()
    for _number in range(12):
        ImageFactory(collection=folder)

    with django_assert_max_num_queries(8):
        assert hiding.settle() == 0
    assert not HubRendition.objects.exists()


def test_a_portrait_of_the_staff_is_for_the_staff(hub_site: HubSite) -> None:
    person, other = AdminFactory(), AdminFactory()
    profile = UserProfile.get_for_user(person)
    profile.avatar.save("anna.jpg", ContentFile(b"portrait"))
    staff = Client()
    staff.force_login(person)
    address = reverse("core_portrait", args=[person.pk])

    assert address in staff.get(reverse("wagtailadmin_home")).content.decode()
    assert bytes_of(staff.get(address)) == b"portrait"
    assert staff.get(reverse("core_portrait", args=[other.pk])).status_code == 404
    assert Client().get(address).status_code == 302
    assert status_of(profile.avatar.name) == 404
