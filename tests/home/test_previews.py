"""Blocks as editors see them before they choose one."""

import pytest
from django.test import Client
from django.urls import reverse

from core.blocks import BodyBlock
from tests.catalogue.factories import make_collection
from tests.factories import AdminFactory, HubSite, ImageFactory
from tests.home.conftest import Commits, Read

pytestmark = pytest.mark.django_db

# What each block must show of its example, so that the picture in the chooser says what it is.
SHOWN = {
    "heading": "h2",
    "text": "p",
    "quote": "blockquote",
    "figures": "dl.figures",
    "picture": "figure img",
    "gallery": "ul.gallery img",
    "call_to_action": "a.button",
    "embed": ".elsewhere a",
    "related_entries": "nav a",
    "collection": "section .card a",
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_block_looks_in_the_editor_as_on_the_site(
    hub_site: HubSite, commits: Commits, read: Read, client: Client, name: str
):
    ImageFactory()
    with commits():
        make_collection(hub_site.practice())
    client.force_login(AdminFactory(is_staff=True))
    block = BodyBlock().child_blocks[name]
    address = reverse("wagtailadmin_block_preview")
    page = read(f"{address}?id={block.definition_prefix}")
    sheets = [sheet["href"] for sheet in page.select('link[rel="stylesheet"]')]
    assert "/static/css/tokens.css" in sheets
    assert page.select_one(f"main .prose {SHOWN[name]}") is not None


def test_every_block_has_an_example():
    assert SHOWN.keys() == BodyBlock().child_blocks.keys()
    assert all(block.is_previewable for block in BodyBlock().child_blocks.values())
