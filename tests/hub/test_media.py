"""Uploaded files are given out from public folders alone, by the hub and by the web server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import Client, RequestFactory

from core.media import HubImage
from hub import media
from tests.factories import DocumentFactory, HubSite, ImageFactory
from tests.newsletter.issues import frozen, picture

pytestmark = pytest.mark.django_db

OPERATING = Path(__file__).resolve().parent.parent.parent / "docs" / "operating.md"


def documented_folders() -> set[str]:
    """The folders that the web server's documented settings give out."""
    block = OPERATING.read_text().partition("```nginx")[2].partition("```")[0]
    pairs = re.findall(r"location /media/(\S*) \{ alias \S*/media/(\S*);", block)
    assert all(address == folder for address, folder in pairs)
    return {address.rstrip("/") for address, _folder in pairs}


def test_an_upload_is_never_given_out_as_it_came(hub_site: HubSite) -> None:
    image, document = ImageFactory(), DocumentFactory()

    assert default_storage.exists(image.file.name)
    for name in (image.file.name, document.file.name):
        assert Client().get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    "way", ["images/../{}", "/{}", "./{}", "images/./../{}", "newsletter//../{}", "images//../{}"]
)
def test_no_roundabout_way_leads_to_an_upload(way: str) -> None:
    name = ImageFactory().file.name

    with pytest.raises(Http404):
        media.serve(RequestFactory().get("/"), way.format(name))


def test_a_picture_is_kept_by_caches_as_long_as_the_web_server_says(hub_site: HubSite) -> None:
    size = ImageFactory().get_rendition("max-165x165")

    answer = Client().get(size.url)

    assert answer["Cache-Control"] == "public, max-age=3600"
    assert OPERATING.read_text().count("expires 1h;") == len(media.PUBLIC_FOLDERS)


def test_the_web_server_gives_out_the_same_folders_as_the_hub() -> None:
    assert documented_folders() == set(media.PUBLIC_FOLDERS)


def test_everything_the_hub_writes_for_the_public_lies_in_these_folders(hub_site: HubSite) -> None:
    image = ImageFactory()
    mailing = frozen(hub_site, picture(image), readers=1)
    Client().get(hub_site.practice(lead_image=image).url)
    shown = re.findall(r'src="([^"]+)"', mailing.editions.get().html)
    shown += [size.file.url for size in HubImage.objects.get().renditions.all()]

    folders = {url.partition(settings.MEDIA_URL)[2].partition("/")[0] for url in shown}

    assert folders == documented_folders()
