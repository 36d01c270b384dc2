"""Turning a projection into the rows that are served.

Only `catalogue.publishing` calls `store`, inside its transaction.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page

from catalogue.models import Change, Entry, EntryTerm, Verb
from core.projection import Projection


def store(page: Page, projection: Projection, until: datetime | None) -> bool:
    """Write an entry and its terms; tell whether readers have something new to fetch."""
    values = columns(page, projection, until)
    entry = Entry.objects.filter(uid=projection.uid).first()
    # Past its time it was skipped by readers: whoever came by then must be told again.
    was_hidden = entry is not None and (
        entry.page_id is None
        or (entry.visible_until is not None and entry.visible_until <= timezone.now())
    )
    is_news = entry is None or was_hidden or entry.etag != values["etag"]
    if entry is not None and projection.published_at is None:
        # Made up when the entry was new, because the page was never published: they stay.
        del values["published_at"], values["updated_at"]
    if is_news:
        values["change"] = Change.objects.create(
            uid=projection.uid,
            verb=Verb.UPSERT,
            kind=projection.kind,
            language=projection.language,
        )
    entry, _created = Entry.objects.update_or_create(uid=projection.uid, defaults=values)
    _store_terms(entry, projection)
    return is_news


def is_up_to_date(entry: Entry, page: Page, projection: Projection) -> bool:
    """Tell whether `store` would change nothing (prefetch the entry's terms)."""
    values = columns(page, projection, page.expire_at)
    made_up = {"published_at", "updated_at"} if projection.published_at is None else set()
    same = all(getattr(entry, name) == values[name] for name in values.keys() - made_up)
    terms = {(term.facet, term.code): term.label for term in entry.terms.all()}
    return same and entry.uid == projection.uid and terms == terms_of(projection)


def columns(page: Page, projection: Projection, until: datetime | None) -> dict[str, Any]:
    """The columns of an entry."""
    card, detail = as_json(projection.card), as_json(projection.detail)
    now = timezone.now()
    return {
        "page_id": page.pk,
        "kind": projection.kind,
        "language": projection.language,
        "translation_key": projection.translation_key,
        "title": projection.title,
        "summary": projection.summary,
        "url": projection.url,
        "card": card,
        "detail": detail,
        "etag": hashlib.sha256(f"{card}\n{detail}".encode()).hexdigest()[:32],
        "published_at": projection.published_at or now,
        "updated_at": projection.updated_at or projection.published_at or now,
        "starts_at": projection.starts_at,
        "ends_at": projection.ends_at,
        "closes_at": projection.closes_at,
        "visible_until": until,
    }


def as_json(value: dict[str, Any]) -> str:
    """Write JSON as it is served: compact, in UTF-8, the same text for the same value."""
    return json.dumps(
        value, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )


def terms_of(projection: Projection) -> dict[tuple[str, str], str]:
    """What an entry is found by, and what it mentions: labels by facet and code."""
    terms = {(term.facet, term.code): term.label for term in projection.terms}
    if projection.mentioned_page_ids:
        mentioned = Page.objects.filter(pk__in=projection.mentioned_page_ids)
        for key in mentioned.values_list("translation_key", flat=True):
            terms["related", str(key)] = ""
    for image_id in projection.mentioned_image_ids:
        terms["image", str(image_id)] = ""
    return terms


def _store_terms(entry: Entry, projection: Projection) -> None:
    """Write the difference between the terms an entry has and those it should have."""
    wanted = terms_of(projection)
    stored = {(term.facet, term.code): term for term in entry.terms.all()}
    stale = {term.pk for key, term in stored.items() if wanted.get(key) != term.label}
    if stale:
        EntryTerm.objects.filter(pk__in=stale).delete()
    EntryTerm.objects.bulk_create(
        EntryTerm(entry=entry, facet=facet, code=code, label=label)
        for (facet, code), label in wanted.items()
        if (facet, code) not in stored or stored[facet, code].pk in stale
    )
