"""A curated collection as readers will see it, before it is saved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from catalogue import rules
from catalogue.languages import for_reader
from catalogue.models import CuratedCollection, Entry
from core.visibility import is_public


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """An item: its card, or its title alone while its page is not public."""

    entry: Entry | None
    title: str
    is_public: bool
    note: str


@dataclass(frozen=True, slots=True)
class PreviewRule:
    """What the rule gives at this moment, after the items chosen by hand."""

    entries: list[Entry]
    total: int
    by_kind: dict[str, int]
    is_pinned: bool
    pinned_at: datetime | None

    @property
    def is_cut(self) -> bool:
        """Whether more matches than is taken."""
        return self.total > len(self.entries)


def preview_rule(collection: CuratedCollection) -> PreviewRule | None:
    """What the rule gives, as it stands in the editor's form; None without a rule.

    A rule that is about to be pinned shows what would be pinned.
    """
    if not collection.has_rule:
        return None
    collection.pin()
    items = [item for item in collection.items.all() if item.page_id]
    chosen = [(item.page.alias_of or item.page).translation_key for item in items]
    keys = [match.key for match in rules.matches(collection, but=chosen)]
    found = for_reader(
        Entry.objects.visible().filter(translation_key__in=keys), collection.language
    )
    by_key = {entry.translation_key: entry for entry in found}
    outlook = rules.outlook(collection)
    return PreviewRule(
        entries=[by_key[key] for key in keys if key in by_key],
        total=outlook.total,
        by_kind=outlook.by_kind,
        is_pinned=collection.is_pinned,
        pinned_at=collection.pinned_at,
    )


def preview_rows(collection: CuratedCollection) -> list[PreviewRow]:
    """The items in order, as they stand in the editor's form."""
    items = [item for item in collection.items.all() if item.page_id]
    keys = [(item.page.alias_of or item.page).translation_key for item in items]
    found = Entry.objects.visible().filter(translation_key__in=keys)
    entries: dict[uuid.UUID, Entry] = {
        entry.translation_key: entry for entry in for_reader(found, collection.language)
    }
    return [
        PreviewRow(
            entry=entries.get(key),
            title=item.page.get_admin_display_title(),
            is_public=key in entries or is_public(item.page),
            note=item.note,
        )
        for item, key in zip(items, keys, strict=True)
    ]
