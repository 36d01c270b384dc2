"""Blocks in the editor: previews, and what they refuse."""

import pytest
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError

from core.blocks.body import BodyBlock
from core.blocks.call_to_action import CallToActionBlock
from tests.factories import AdminFactory, HubSite, ImageFactory

BLOCKS = list(BodyBlock().child_blocks)


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_can_be_previewed_in_the_editor(
    name: str, hub_site: HubSite, client: Client
) -> None:
    client.force_login(AdminFactory())
    ImageFactory()
    hub_site.practice()
    block = BodyBlock().child_blocks[name]

    assert block.is_previewable
    answer = client.get("/admin/block-preview/", {"id": _definition_id(name)})
    assert answer.status_code == 200
    assert block.meta.label or block.label


def _definition_id(name: str) -> str:
    from practices.models import PracticePage

    return PracticePage._meta.get_field("body").stream_block.child_blocks[name].definition_prefix


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_says_what_it_is_for(name: str) -> None:
    block = BodyBlock().child_blocks[name]

    assert str(block.get_description())


@pytest.mark.parametrize(
    ("page", "url"), [(False, ""), (True, "https://example.org/")], ids=["neither", "both"]
)
def test_a_call_to_action_has_exactly_one_target(hub_site: HubSite, page: bool, url: str) -> None:
    block = CallToActionBlock()
    chosen = hub_site.home if page else None
    value = block.normalize(
        {"title": "Scrivici", "text": "", "label": "Vai", "page": chosen, "url": url}
    )

    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(value)

    assert list(refusal.value.block_errors) == ["page"]
