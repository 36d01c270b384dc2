"""Cooperatives as things to follow: their new practices and events, each told once.

A record is followed by its `uid`. What was merged into another goes on as that one, for those who
followed either; taking the merger back gives each its own followers again, since no following was
touched. Changes of the record, and of what it has published, are no news.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from catalogue.languages import for_reader
from catalogue.models import Entry
from core.directory_addresses import profile_url
from newsletter.followed import Details, Item, Thing, Told, is_past, register
from newsletter.models import FollowedKind, Following, What
from practices.models import Cooperative, Merger

# What is told of the entries that name a cooperative, by kind.
TOLD = {"practice": What.NEW_PRACTICE, "event": What.PUBLIC_EVENT}


class CooperativeSource:
    """Records of the directory, as long as their page is public."""

    def things(self, key: UUID) -> dict[str, Thing]:
        """The page of the record that goes on, in every language of the hub."""
        found = _public(key)
        if found is None:
            return {}
        kind, title = FollowedKind.COOPERATIVE.value, found.display_name
        return {
            code: Thing(kind, found.uid, title, profile_url(found.slug, code), code)
            for code in _languages()
        }

    def details(self, key: UUID) -> Details:
        """What names the cooperative: in each language all of it, in the best one there is."""
        found = _public(key)
        if found is None:
            return {}
        joined_at = _joined_at(found)
        return {
            code: {
                "title": found.display_name,
                "url": profile_url(found.slug, code),
                "entries": _entries(found, code, joined_at),
            }
            for code in _languages()
        }

    def news(self, detail: dict[str, Any]) -> Iterable[tuple[Item, Told]]:
        """One piece of news for each practice and each event."""
        for entry in detail["entries"]:
            subject = f"{entry['kind']}:{entry['key']}"
            told = Told(
                title=entry["title"],
                text=entry["summary"],
                url=entry["url"],
                starts_at=entry["starts_at"],
                is_all_day=entry["is_all_day"],
                language=entry["language"],
            )
            yield Item(subject, TOLD[entry["kind"]], is_old=entry["is_old"]), told

    def keys(self, key: UUID) -> list[UUID]:
        """The record that goes on, then what was merged into it, the oldest first."""
        found = _current(key)
        if found is None:
            return [key]
        family, newest = [found], [found]
        while newest:
            absorbed = Cooperative.objects.filter(merged_into__in=newest)
            newest = list(absorbed.exclude(pk__in=[one.pk for one in family]).order_by("pk"))
            family += newest
        return [one.uid for one in family]

    def offered(self) -> list[tuple[UUID, str]]:
        """Those that somebody follows: the whole directory would be too long to choose from."""
        followed = Following.objects.filter(kind=FollowedKind.COOPERATIVE, ended_at=None)
        rows = Cooperative.objects.with_profile().filter(uid__in=followed.values("key"))
        return [(one.uid, one.display_name) for one in rows.order_by("name")]


register(FollowedKind.COOPERATIVE, CooperativeSource())


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _current(key: UUID) -> Cooperative | None:
    found = Cooperative.objects.select_related("merged_into").filter(uid=key).first()
    return found.current if found else None


def _public(key: UUID) -> Cooperative | None:
    found = _current(key)
    return found if found is not None and found.is_listed else None


def _joined_at(found: Cooperative) -> datetime | None:
    """When another record was last merged into this one."""
    standing = Merger.objects.filter(kept=found, undone_at__isnull=True)
    return standing.order_by("-merged_at").values_list("merged_at", flat=True).first()


def _entries(found: Cooperative, language: str, joined_at: datetime | None) -> list[dict[str, Any]]:
    rows = for_reader(Entry.objects.visible(), language).with_term("cooperative", found.slug)
    rows = rows.filter(kind__in=TOLD).defer("detail").order_by("published_at", "pk")
    return [_told_of(entry, joined_at) for entry in rows]


def _told_of(entry: Entry, joined_at: datetime | None) -> dict[str, Any]:
    ends_at = entry.ends_at or entry.starts_at
    # What a merger brought was public before: it is new to nobody.
    was_brought = joined_at is not None and entry.published_at < joined_at
    return {
        "kind": entry.kind,
        "key": str(entry.translation_key),
        "title": entry.title,
        "summary": entry.summary,
        "url": entry.url,
        "language": entry.language,
        "starts_at": entry.starts_at.isoformat() if entry.starts_at else "",
        "is_all_day": bool(json.loads(entry.card).get("is_all_day")),
        "is_old": was_brought or is_past(ends_at.isoformat() if ends_at else None),
    }
