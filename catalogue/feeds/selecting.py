"""What a feed carries: the same entries as every other channel, each once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.languages import for_reader
from catalogue.models import Change, CollectionMember, CuratedCollection, Entry, EntryQuerySet
from core.addresses import absolute
from core.models import Territory, Topic

# A feed brings news: who wants everything follows the changes.
NEWEST = 50
PAST = timedelta(days=366)
# To be raised when the same entries are written in another shape.
SHAPE = "1"


@dataclass
class Item:
    """An entry in a feed, with what the curator says of it."""

    entry: Entry
    note: str = ""
    note_language: str = ""

    @cached_property
    def card(self) -> dict[str, Any]:
        """The entry's card."""
        card: dict[str, Any] = json.loads(self.entry.card)
        return card

    @property
    def urn(self) -> str:
        """The identity of the entry in every feed."""
        return f"urn:uuid:{self.entry.uid}"


@dataclass
class Selection:
    """A list of entries in one language, with what stands at the head of a feed."""

    title: str
    description: str
    author: str
    language: str
    page_url: str
    items: list[Item]
    modified_at: datetime | None
    collection: CuratedCollection | None = None
    versions: list[str] = field(default_factory=list)

    @property
    def etag(self) -> str:
        """A tag that changes whenever a feed of this selection would."""
        parts = [SHAPE, self.title, self.description, self.author, self.page_url]
        parts += [
            f"{item.entry.uid} {item.entry.change_id} {item.note_language} {item.note}"
            for item in self.items
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    @property
    def until(self) -> datetime | None:
        """When the first of the entries disappears by itself."""
        moments = [item.entry.visible_until for item in self.items]
        return min((one for one in moments if one is not None), default=None)


def newest(language: str) -> Selection:
    """The newest of the whole hub; sections and plain pages are no news."""
    entries = for_reader(Entry.objects.visible().exclude(kind="page"), language)
    rows = entries.order_by("-published_at", "-id").defer("detail")[:NEWEST]
    return _of_the_hub(language, [Item(entry) for entry in rows])


def dated(language: str) -> Selection:
    """Events and deadlines of the hub, those of the last year too: calendars keep them."""
    entries = for_reader(Entry.objects.visible().filter(_is_dated()), language)
    rows = entries.order_by("starts_at", "closes_at", "id").defer("detail")
    return _of_the_hub(language, [Item(entry) for entry in rows])


def members(collection: CuratedCollection, language: str) -> Selection:
    """A curated collection, in the curator's order."""
    words = collection.in_language(language)
    readable = for_reader(Entry.objects.visible(), language)
    rows = (
        CollectionMember.objects.filter(collection=collection, entry__in=readable)
        .select_related("entry")
        .defer("entry__detail")
        .order_by("position", "id")
    )
    items = [Item(row.entry, row.note, row.note_language) for row in rows]
    return Selection(
        title=f"{words.title} – {settings.HUB_NAME}",
        description=words.intro,
        author=collection.curator or settings.HUB_NAME,
        language=language,
        page_url=_page_of(collection, language),
        items=items,
        modified_at=latest(words.updated_at),
        collection=collection,
    )


def about(subject: Topic | Territory, language: str) -> Selection:
    """The newest about a topic, or from a territory and its parts."""
    entries = _about(subject).exclude(kind="page")
    rows = for_reader(entries, language).order_by("-published_at", "-id").defer("detail")
    return _of_subject(subject, language, [Item(entry) for entry in rows[:NEWEST]])


def dated_about(subject: Topic | Territory, language: str) -> Selection:
    """Events and deadlines about a topic, or in a territory and its parts."""
    entries = for_reader(_about(subject).filter(_is_dated()), language)
    rows = entries.order_by("starts_at", "closes_at", "id").defer("detail")
    return _of_subject(subject, language, [Item(entry) for entry in rows])


def event(entry: Entry) -> Selection:
    """One event, for a calendar of one's own."""
    return _of_the_hub(entry.language, [Item(entry)])


def of_path(path: Entry, language: str) -> Selection:
    """The events in the timeline of a participation path."""
    steps = json.loads(path.detail).get("timeline", [])
    keys = [step["translation_of"] for step in steps]
    events = Entry.objects.visible().filter(kind="event", translation_key__in=keys)
    rows = for_reader(events, language).order_by("starts_at", "id").defer("detail")
    return Selection(
        title=f"{path.title} – {settings.HUB_NAME}",
        description=path.summary,
        author=settings.HUB_NAME,
        language=language,
        page_url=path.url,
        items=[Item(entry) for entry in rows],
        modified_at=latest(path.updated_at),
    )


def _is_dated() -> Q:
    since = timezone.now() - PAST
    return Q(kind="event", starts_at__gte=since) | Q(kind="call", closes_at__gte=since)


def _about(subject: Topic | Territory) -> EntryQuerySet:
    facet = "topic" if isinstance(subject, Topic) else "territory"
    return Entry.objects.visible().with_term(facet, subject.code)


def _of_subject(subject: Topic | Territory, language: str, items: list[Item]) -> Selection:
    if isinstance(subject, Topic):
        words = subject.in_language(language)
        name, description = words.name, words.description
    else:
        name, description = subject.label(language), ""
    return Selection(
        title=f"{name} – {settings.HUB_NAME}",
        description=description or _("Practices, calls and events of the network."),
        author=settings.HUB_NAME,
        language=language,
        page_url=_page_of(subject, language),
        items=items,
        modified_at=latest(),
    )


def _of_the_hub(language: str, items: list[Item]) -> Selection:
    return Selection(
        title=settings.HUB_NAME,
        description=_("Practices, calls and events of the network."),
        author=settings.HUB_NAME,
        language=language,
        page_url=absolute(f"/{language}/"),
        items=items,
        modified_at=latest(),
    )


def _page_of(shown: CuratedCollection | Topic | Territory, language: str) -> str:
    """The page of the site that shows the same, if the site has told Django of one."""
    if hasattr(shown, "get_absolute_url"):
        return absolute(shown.get_absolute_url())
    return absolute(f"/{language}/")


def latest(*moments: datetime) -> datetime | None:
    """The time of the last change of all: an entry that goes changes a feed as well."""
    last = Change.objects.order_by("-number").values_list("at", flat=True).first()
    return max([*moments, *([last] if last else [])], default=None)
