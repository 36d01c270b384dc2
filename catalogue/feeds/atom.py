"""Atom (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.xmlutils import SimplerXMLGenerator

from catalogue.feeds.selecting import Item, Selection
from core.xml_text import readable

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class HubFeed(Atom1Feed):
    """Django's Atom feed, with a language for each entry and a date that is never made up."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Say the entry's language."""
        attributes: dict[str, str] = super().item_attributes(item)
        return attributes | {"xml:lang": item["language"]}

    def latest_post_date(self) -> datetime:
        """When the feed last changed."""
        moment: datetime = self.feed["updated_at"] or datetime(1970, 1, 1, tzinfo=UTC)
        return moment

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Name the author of the feed."""
        super().add_root_elements(handler)
        handler.startElement("generator", AttributesImpl({}))
        handler.characters("Coop Hub")
        handler.endElement("generator")


def render(selection: Selection, own_url: str) -> bytes:
    """Write the feed."""
    feed = HubFeed(
        title=readable(selection.title),
        link=selection.page_url,
        description=readable(selection.description),
        subtitle=readable(selection.description) or None,
        language=selection.language,
        author_name=readable(selection.author),
        feed_url=own_url,
        feed_guid=own_url,
        updated_at=selection.modified_at,
    )
    for item in selection.items:
        feed.add_item(
            title=readable(item.entry.title),
            link=item.entry.url,
            description=readable(summary_html(item)),
            unique_id=item.urn,
            pubdate=item.entry.published_at,
            updateddate=item.entry.updated_at,
            categories=[readable(topic["label"]) for topic in item.card["topics"]],
            item_copyright=item.card["licence"]["url"] or None,
            language=item.entry.language,
        )
    return feed.writeString("utf-8").encode()


def summary_html(item: Item) -> str:
    """The summary, and the curator's note where there is one, as HTML."""
    paragraphs = [format_html("<p>{}</p>", item.entry.summary)] if item.entry.summary else []
    if item.note:
        paragraphs.append(
            format_html('<p lang="{}"><em>{}</em></p>', item.note_language, item.note)
        )
    return format_html_join("", "{}", ((paragraph,) for paragraph in paragraphs))
