"""Links in rich text are absolute and lead nowhere private."""

from django.utils import translation

from core.rich_text import linked_page_ids, to_html
from tests.factories import DocumentFactory, HubSite


def _link(page_id: int) -> str:
    return f'<p>Vedi <a id="{page_id}" linktype="page">qui</a>.</p>'


def test_a_link_to_a_public_page_is_absolute(hub_site: HubSite) -> None:
    page = hub_site.practice(slug="orti", title="Orti")

    assert 'href="http://127.0.0.1:8000/it/pratiche/orti/"' in to_html(_link(page.pk))


def test_a_link_to_a_draft_or_a_deleted_page_leaves_the_words(hub_site: HubSite) -> None:
    draft = hub_site.practice(slug="segreta", title="Segreta", publish=False)

    for page_id in (draft.pk, 999_999):
        html = to_html(_link(page_id))
        assert "href" not in html
        assert "qui" in html


def test_a_link_leads_to_the_translation_where_there_is_one(hub_site: HubSite) -> None:
    page = hub_site.practice(slug="orti", title="Orti")
    hub_site.in_english(page, slug="gardens")

    with translation.override("en"):
        assert "/en/pratiche/gardens/" in to_html(_link(page.pk))


def test_a_link_to_a_document_is_absolute(db: None) -> None:
    document = DocumentFactory()

    html = to_html(f'<a id="{document.pk}" linktype="document">file</a>')

    assert 'href="http://127.0.0.1:8000/documents/' in html


def test_the_pages_a_text_links_to_are_known(db: None) -> None:
    text = _link(7) + _link(8) + '<a href="https://example.org" id="9">fuori</a>'

    assert linked_page_ids(text) == {7, 8}
