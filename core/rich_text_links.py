"""Links in rich text: absolute, and none that leads to a private page.

They stand apart from `core/rich_text.py`, because Wagtail's own handlers can only be imported once
all models are there.
"""

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from core.addresses import absolute, page_address
from core.visibility import is_public, is_public_folder


class PublicPageLinkHandler(PageLinkHandler):
    """Links to a page only while the public may read it; otherwise the words stay, unlinked."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Give the opening tag of each link."""
        tags = []
        for page in cls.get_many(attrs_list):
            localized = page.localized if page else None
            target = next((one for one in (localized, page) if one and is_public(one)), None)
            tags.append(f'<a href="{escape(page_address(target))}">' if target else "<a>")
        return tags


class AbsoluteDocumentLinkHandler(DocumentLinkHandler):
    """Links to a document by its absolute address, but not to one in a private folder."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Give the opening tag of each link."""
        return [
            f'<a href="{escape(absolute(document.url))}">'
            if document and is_public_folder(document.collection)
            else "<a>"
            for document in cls.get_many(attrs_list)
        ]
