"""JSON Feed, version 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from catalogue.feeds.atom import summary_html
from catalogue.feeds.selecting import Item, Selection
from catalogue.storing import as_json

CONTENT_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def render(selection: Selection, own_url: str) -> bytes:
    """Write the feed."""
    feed = {
        "version": VERSION,
        "title": selection.title,
        "home_page_url": selection.page_url,
        "feed_url": own_url,
        "description": selection.description,
        "language": selection.language,
        "authors": [{"name": selection.author, "url": settings.HUB_URL}],
        "items": [_item(item) for item in selection.items],
    }
    return as_json(feed).encode()


def _item(item: Item) -> dict[str, Any]:
    """One entry; what JSON Feed has no word for stands under `_coop_hub`."""
    entry, card = item.entry, item.card
    values = {
        "id": item.urn,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": summary_html(item),
        "language": entry.language,
        "date_published": _moment(entry.published_at),
        "date_modified": _moment(entry.updated_at),
        "tags": [topic["label"] for topic in card["topics"]],
        "_coop_hub": {
            "uid": str(entry.uid),
            "kind": entry.kind,
            "translation_of": str(entry.translation_key),
            "starts_at": card["starts_at"],
            "ends_at": card["ends_at"],
            "closes_at": card["closes_at"],
            "note": item.note,
            "note_language": item.note_language,
            "licence": card["licence"],
        },
    }
    if card["image"]:
        values["image"] = card["image"]["url"]
    return values


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
