import re

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from core.media import PeopleConsent
from newsletter import steering
from newsletter.models import KeptPicture
from tests.factories import ImageFactory
from tests.newsletter.issues import frozen, make_issue, picture
from tests.newsletter.readers import SubscriberFactory

pytestmark = pytest.mark.django_db


def names_in(mailing) -> list[str]:
    """The files that a frozen mail shows, by their names in the store."""
    found = re.findall(r'src="([^"]+)"', mailing.editions.get().html)
    return [f"newsletter/{url.rpartition('/')[2]}" for url in found]


def test_a_frozen_mail_shows_files_that_outlive_the_picture(hub_site):
    image = ImageFactory()
    mailing = frozen(hub_site, picture(image), readers=1)

    (name,) = names_in(mailing)
    assert default_storage.exists(name)
    image.renditions.all().delete()
    image.delete()
    assert default_storage.exists(name)
    assert KeptPicture.objects.get().name == name


def test_the_same_picture_is_kept_once(hub_site):
    image = ImageFactory()
    SubscriberFactory()
    mailings = [
        steering.freeze(page=make_issue(hub_site, picture(image), slug=slug))
        for slug in ("uno", "due")
    ]

    assert names_in(mailings[0]) == names_in(mailings[1])
    assert KeptPicture.objects.count() == 1


def test_a_consent_that_is_withdrawn_takes_the_file_away(
    hub_site, django_capture_on_commit_callbacks
):
    image, other = ImageFactory(), ImageFactory(file__color="red")
    mailing = frozen(hub_site, picture(image), picture(other), readers=1)
    first, second = names_in(mailing)

    with django_capture_on_commit_callbacks(execute=True):
        image.people_consent = PeopleConsent.WITHDRAWN
        image.save()

    assert not default_storage.exists(first)
    assert default_storage.exists(second)


def test_a_picture_whose_file_is_gone_keeps_its_name(hub_site):
    issue = make_issue(hub_site, picture(ImageFactory()))
    SubscriberFactory()
    steering.thaw(mailing_id=steering.freeze(page=issue).pk)
    KeptPicture.objects.all().delete()
    rendition = issue.body[0].value["image"].renditions.get()
    default_storage.delete(rendition.file.name)

    mailing = steering.freeze(page=issue)

    assert rendition.file.name.rpartition("/")[2] in mailing.editions.get().html


def test_a_folder_that_becomes_private_takes_the_file_out_of_sight_until_it_is_public_again(
    hub_site, django_capture_on_commit_callbacks
):
    folder = Collection.get_first_root_node().add_child(name="Festa")
    mailing = frozen(hub_site, picture(ImageFactory(collection=folder)), readers=1)
    (name,) = names_in(mailing)
    content = default_storage.open(name).read()

    with django_capture_on_commit_callbacks(execute=True):
        lock = CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    assert Client().get(f"/media/{name}").status_code == 404
    assert Client().get(f"/media/hidden/{name}").status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        lock.delete()
    assert Client().get(f"/media/{name}").status_code == 200
    assert default_storage.open(name).read() == content


def test_a_consent_withdrawn_while_the_picture_is_private_takes_the_file_away_for_good(
    hub_site, django_capture_on_commit_callbacks
):
    folder = Collection.get_first_root_node().add_child(name="Festa")
    image = ImageFactory(collection=folder)
    (name,) = names_in(frozen(hub_site, picture(image), readers=1))

    with django_capture_on_commit_callbacks(execute=True):
        CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    with django_capture_on_commit_callbacks(execute=True):
        image.people_consent = PeopleConsent.WITHDRAWN
        image.save()

    assert not default_storage.exists(name)
    assert not default_storage.exists(f"hidden/{name}")


def test_the_same_file_uploaded_twice_is_taken_away_for_the_one_that_is_withdrawn(
    hub_site, django_capture_on_commit_callbacks
):
    image, twin = ImageFactory(), ImageFactory()
    first, second = names_in(frozen(hub_site, picture(image), picture(twin), readers=1))

    with django_capture_on_commit_callbacks(execute=True):
        twin.people_consent = PeopleConsent.WITHDRAWN
        twin.save()

    assert default_storage.exists(first)
    assert not default_storage.exists(second)
