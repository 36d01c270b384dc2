"""What the catalogue has on the shelf for the readers of an issue, in their language."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone
from wagtail.models import Page

from catalogue.languages import for_reader
from catalogue.models import CollectionItem, CollectionMember, CuratedCollection, Entry
from core.rich_text import linked_page_ids
from core.visibility import is_public, public

# Identities of entries by the id of the block that showed them.
Selection = Mapping[str, list[str]]
Note = tuple[str, str]


def key_of(page: Page) -> uuid.UUID:
    """What a page and its translations have in common; an alias stands for its original."""
    original = page.alias_of if page.alias_of_id else page
    key: uuid.UUID = original.translation_key
    return key


def original_of(collection: CuratedCollection | None) -> CuratedCollection | None:
    """The collection itself, where a translation of its words was chosen."""
    if collection is None or collection.is_original:
        return collection
    originals = CuratedCollection.objects.originals()
    return originals.filter(translation_key=collection.translation_key).first()


def is_on(entry: Entry, at: datetime) -> bool:
    """Whether what an entry tells of takes place, or is open: not cancelled, not still to open."""
    status = (entry.card_data.get("status") or {}).get("code")
    opens_at = entry.card_data.get("opens_at")
    is_early = opens_at is not None and datetime.fromisoformat(opens_at) > at
    return status not in {"cancelled", "postponed"} and not is_early


class Shelf:
    """Entries by what they stand for, each looked up once.

    While somebody is checking an issue, the pages themselves are asked whether they are public,
    besides the catalogue: a mail cannot be called back.
    """

    def __init__(self, language: str, *, is_checking: bool) -> None:
        self.language = language
        self.is_checking = is_checking
        self._entries: dict[str, Entry | None] = {}

    def look_up(self, pages: Iterable[Page]) -> None:
        """Find the entries of many pages at once."""
        self._look_up(str(key_of(page)) for page in pages)

    def entry(self, page: Page) -> Entry | None:
        """What readers find in place of a page; None where they may not see it."""
        key = str(key_of(page))
        self._look_up([key])
        return self._entries[key]

    def members(
        self, collection: CuratedCollection, wanted: list[str] | None, limit: int
    ) -> Iterator[tuple[Entry, Note]]:
        """The first entries of a collection with their notes, or the `wanted` ones."""
        readable = for_reader(Entry.objects.visible(), self.language)
        rows = CollectionMember.objects.filter(collection=collection, entry__in=readable)
        members = {
            str(row.entry.translation_key): row
            for row in rows.select_related("entry").order_by("position", "id")
        }
        self._keep(row.entry for row in members.values())
        keys = list(members)[:limit] if wanted is None else wanted
        self._look_up(keys)
        for key in keys:
            entry, row = self._entries.get(key), members.get(key)
            if entry:
                yield entry, (row.note, row.note_language) if row else ("", "")

    def coming(
        self, kind: str, limit: int, days: int | None, wanted: list[str] | None
    ) -> list[Entry]:
        """Events that begin within so many days, or calls that are open; or the `wanted` ones."""
        if wanted is not None:
            self._look_up(wanted)
            return [entry for entry in map(self._entries.get, wanted) if entry]
        now = timezone.now()
        entries = for_reader(Entry.objects.visible(now), self.language).filter(kind=kind)
        if kind == "call":
            entries = entries.filter(closes_at__gt=now).order_by("closes_at", "pk")
        else:
            end = now + timedelta(days=days or 0)
            entries = entries.filter(starts_at__gt=now, starts_at__lte=end)
            entries = entries.order_by("starts_at", "pk")
        found = list(islice((entry for entry in entries if is_on(entry, now)), limit))
        self._keep(found)
        kept = (self._entries.get(str(entry.translation_key)) for entry in found)
        return [entry for entry in kept if entry]

    def hidden_pages(self, collection: CuratedCollection, limit: int) -> list[Page | None]:
        """The pages among the first of a collection that readers may not see, while checking."""
        if not self.is_checking:
            return []
        items = CollectionItem.objects.filter(collection=collection).select_related("page")
        pages = [item.page for item in items.order_by("sort_order", "pk")[:limit]]
        self.look_up(pages)
        return [page for page in pages if not self.entry(page)]

    def hidden_by_key(self, keys: Iterable[str]) -> list[Page | None]:
        """The pages with these identities that readers may not see, while checking.

        None stands for a page that has been deleted.
        """
        if not self.is_checking:
            return []
        wanted = list(keys)
        self._look_up(wanted)
        hidden = [key for key in wanted if not self._entries[key]]
        pages = Page.objects.filter(translation_key__in=hidden, alias_of__isnull=True)
        known = {str(page.translation_key): page for page in pages.order_by("-pk")}
        return [known.get(key) for key in hidden]

    def hidden_links(self, source: str) -> list[Page]:
        """The pages a rich text links to that readers may not see, while checking."""
        if not self.is_checking:
            return []
        linked = Page.objects.filter(pk__in=linked_page_ids(source))
        return [page for page in linked if not is_public(page)]

    def _look_up(self, keys: Iterable[str]) -> None:
        new = [key for key in keys if key not in self._entries]
        if new:
            shown = Entry.objects.visible().filter(translation_key__in=new)
            self._entries |= dict.fromkeys(new)
            self._keep(for_reader(shown, self.language))

    def _keep(self, entries: Iterable[Entry]) -> None:
        found = list(entries)
        if self.is_checking:
            pages = Page.objects.filter(pk__in=[one.page_id for one in found])
            readable = set(public(pages).values_list("pk", flat=True))
            found = [one for one in found if one.page_id in readable]
        self._entries |= {str(one.translation_key): one for one in found}
