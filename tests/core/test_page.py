"""What every page must have before it is published, and what it keeps for ever."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from practices.models import PracticePage
from tests.factories import AdminFactory, HubSite, ImageFactory


def test_a_draft_may_lack_everything_but_its_title(hub_site: HubSite) -> None:
    draft = hub_site.practice(
        publish=False, summary="", topics=[], territories=[], lead_cooperative=None
    )

    assert not draft.live


@pytest.mark.parametrize("field", ["summary", "topics", "territories"])
def test_publishing_without_what_is_needed_names_the_field(hub_site: HubSite, field: str) -> None:
    empty = {"summary": "", "topics": [], "territories": []}[field]

    with pytest.raises(ValidationError) as refusal:
        hub_site.practice(**{field: empty})

    assert list(refusal.value.message_dict) == [field]
    assert not PracticePage.objects.live().exists()


def test_a_picture_without_words_keeps_the_page_from_being_published(hub_site: HubSite) -> None:
    with pytest.raises(ValidationError) as refusal:
        hub_site.practice(lead_image=ImageFactory(description=""))

    assert list(refusal.value.message_dict) == ["lead_image_alt"]


def test_the_pictures_own_description_is_taken_where_nothing_else_was_written(
    hub_site: HubSite,
) -> None:
    page = hub_site.practice(lead_image=ImageFactory(description="Un orto sui tetti"))

    assert page.lead_image_alt == "Un orto sui tetti"


def test_the_identity_outlives_a_move_and_a_new_address(hub_site: HubSite) -> None:
    page = hub_site.standard_page(title="Chi siamo", slug="chi-siamo")
    other = hub_site.standard_page(title="Rete", slug="rete")
    before = page.uid
    page.slug = "noi"
    page.save_revision().publish()
    page.move(other, pos="last-child")

    assert type(page).objects.get(pk=page.pk).uid == before


def test_translations_and_copies_have_identities_of_their_own(hub_site: HubSite) -> None:
    page = hub_site.practice()
    english = hub_site.in_english(page)
    copy = page.copy(update_attrs={"slug": "copia", "title": "Copia"})

    assert len({page.uid, english.uid, copy.uid}) == 3


def test_an_expired_page_is_not_served_although_it_is_still_live(
    hub_site: HubSite, client: Client
) -> None:
    page = hub_site.standard_page()
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())

    assert client.get(page.relative_url(None)).status_code == 404


def _edit(client: Client, page: PracticePage, **changes: str) -> str:
    """Send the editor's form as the browser would, and give back the page that answers."""
    address = f"/admin/pages/{page.pk}/edit/"
    body = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    # A script draws these.
    for stream in ("body", "building_blocks", "results"):
        body[f"{stream}-count"] = "0"
    for name, value in changes.items():
        body[name] = value
    answer = client.post(address, body, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_editor_saves_a_draft_without_summary_and_refuses_to_publish_it(
    hub_site: HubSite, client: Client
) -> None:
    client.force_login(AdminFactory())
    page = hub_site.practice(publish=False)

    _edit(client, page, summary="")
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().summary == ""

    refused = _edit(client, page, summary="", **{"action-publish": "1"})
    page.refresh_from_db()
    assert not page.live
    assert "id_summary" in refused


def test_the_editor_publishes_a_page_that_is_whole(hub_site: HubSite, client: Client) -> None:
    client.force_login(AdminFactory())
    page = hub_site.practice(publish=False)

    _edit(client, page, **{"action-publish": "1"})

    page.refresh_from_db()
    assert page.live


def test_the_editor_names_the_picture_field_when_its_words_are_missing(
    hub_site: HubSite, client: Client
) -> None:
    client.force_login(AdminFactory())
    page = hub_site.practice(publish=False)
    image = ImageFactory(description="")

    refused = _edit(client, page, lead_image=str(image.pk), **{"action-publish": "1"})

    page.refresh_from_db()
    assert not page.live
    assert "lead_image_alt" in refused


def test_a_summary_is_one_paragraph(hub_site: HubSite) -> None:
    page = hub_site.practice(summary="  Prima riga.\n\nSeconda   riga. ")

    assert page.summary == "Prima riga. Seconda riga."


def test_a_draft_may_lack_everything_but_no_text_longer_than_its_column(hub_site):
    with pytest.raises(ValidationError) as refusal:
        hub_site.practice(publish=False, summary="x" * 301)

    assert list(refusal.value.message_dict) == ["summary"]
