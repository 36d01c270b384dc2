"""Documents inside blocks."""

from __future__ import annotations

from typing import Any

from core.addresses import absolute
from core.media import HubDocument
from core.visibility import is_public_folder


def public_document(document: HubDocument | None) -> HubDocument | None:
    """The document, or None where it may not be shown."""
    if document is None or not is_public_folder(document.collection):
        return None
    return document


def document_data(document: HubDocument | None) -> dict[str, Any] | None:
    """Describe a document with an address of ours, or None where it may not be shown."""
    shown = public_document(document)
    if shown is None:
        return None
    return {"title": shown.title, "url": absolute(shown.url), "licence": shown.licence}
