"""What can be followed, and what there is to be told of it: read off the catalogue.

What is not public is not in the catalogue, so nobody can be told of it. To make another kind of
entry something to follow, add it to `FollowedKind` and register a function here; what is no entry
brings a `Source` of its own, as cooperatives do in `followed_cooperatives.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags

from catalogue.models import Entry, EntryQuerySet
from newsletter.models import FollowedKind, What


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody follows, in a language."""

    kind: str
    key: UUID
    title: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may be news.

    `subject` tells items of a thing apart, the same in every language. When `signature` changes,
    it is news again, as `changed`; where that is None, changes are no news. `is_old` holds what
    is no news even when it is seen for the first time, such as a meeting that is over.
    """

    subject: str
    what: What
    signature: str = ""
    changed: What | None = None
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What followers read of an item: words of the page, in its language.

    `language` is said where it may be another than that of what is followed.
    """

    title: str = ""
    text: str = ""
    url: str = ""
    starts_at: str = ""
    is_all_day: bool = False
    language: str = ""


T = TypeVar("T")
Details = dict[str, dict[str, Any]]
Finder = Callable[[dict[str, Any]], Iterable[tuple[Item, Told]]]


class Source(Protocol):
    """Where things of a kind are read, and what there is to tell of them."""

    def things(self, key: UUID) -> dict[str, Thing]:
        """The thing in each language it is public in; empty where it is not public."""
        ...

    def details(self, key: UUID) -> Details:
        """What is public of it in each language, with `title` and `url`."""
        ...

    def news(self, detail: dict[str, Any]) -> Iterable[tuple[Item, Told]]:
        """What there is to tell of it, read off its detail in a language."""
        ...

    def keys(self, key: UUID) -> list[UUID]:
        """Every key that stands for the same thing now, the lasting one first."""
        ...

    def offered(self) -> list[tuple[UUID, str]]:
        """What staff choose from when they ask who follows what: keys and titles, in order."""
        ...


@dataclass(frozen=True, slots=True)
class EntrySource:
    """Things that are entries of the catalogue."""

    kind: str
    finder: Finder

    def things(self, key: UUID) -> dict[str, Thing]:
        """The entry in each language."""
        rows = self._rows(key).defer("card", "detail")
        return {
            one.language: Thing(self.kind, key, one.title, one.url, one.language) for one in rows
        }

    def details(self, key: UUID) -> Details:
        """The stored details."""
        return {entry.language: json.loads(entry.detail) for entry in self._rows(key)}

    def news(self, detail: dict[str, Any]) -> Iterable[tuple[Item, Told]]:
        """What the registered function finds."""
        return self.finder(detail)

    def keys(self, key: UUID) -> list[UUID]:
        """Entries have one key."""
        return [key]

    def offered(self) -> list[tuple[UUID, str]]:
        """Everything public of the kind, in the hub's own language."""
        rows = Entry.objects.visible().filter(kind=self.kind, language=settings.LANGUAGE_CODE)
        return list(rows.order_by("title").values_list("translation_key", "title"))

    def _rows(self, key: UUID) -> EntryQuerySet:
        return Entry.objects.visible().filter(kind=self.kind, translation_key=key)


_sources: dict[str, Source] = {}


def register(kind: FollowedKind, source: Source) -> None:
    """Say where things of a kind are read."""
    _sources[kind] = source


def followable(kind: FollowedKind) -> Callable[[Finder], Finder]:
    """Register what there is to tell of a kind of entry, read off its stored detail."""

    def registering(finder: Finder) -> Finder:
        register(kind, EntrySource(kind, finder))
        return finder

    return registering


def details(kind: str, key: UUID) -> Details:
    """The public details of a thing, by language; empty where it is not public."""
    return _sources[kind].details(key) if kind in _sources else {}


def thing(kind: str, key: UUID, language: str) -> Thing | None:
    """A thing in a language, or in the one it has; None where it is not public."""
    return in_language(_sources[kind].things(key), language) if kind in _sources else None


def keys(kind: str, key: UUID) -> list[UUID]:
    """Every key that stands for the same thing now, the lasting one first."""
    return _sources[kind].keys(key) if kind in _sources else [key]


def offered(kind: str) -> list[tuple[UUID, str]]:
    """What staff choose from when they ask who follows things of a kind."""
    return _sources[kind].offered()


def in_language(by_language: dict[str, T], language: str) -> T | None:
    """What there is in a language, else in the hub's own, else in any."""
    for code in (language, settings.LANGUAGE_CODE, *sorted(by_language)):
        if code in by_language:
            return by_language[code]
    return None


def items(found: Details, kind: str) -> dict[str, Item]:
    """Everything there is to tell of a thing, by subject."""
    told = in_language(found, settings.LANGUAGE_CODE)
    if told is None:
        return {}
    return {item.subject: item for item, _words in _sources[kind].news(told)}


def words(found: Details, kind: str, language: str) -> dict[str, Told]:
    """What followers of a language read of each item, by subject."""
    detail = found.get(language)
    if detail is None:
        return {}
    return {item.subject: one for item, one in _sources[kind].news(detail)}


@followable(FollowedKind.PATH)
def news_of_path(detail: dict[str, Any]) -> Iterable[tuple[Item, Told]]:
    """Updates, meetings, what came of them, answers, and where the path stands."""
    for update in detail["updates"]:
        told = Told(title=update["title"], text=_plain(update["html"]), url=detail["url"])
        yield Item(f"update:{update['uid']}", What.UPDATE), told
    for step in detail["timeline"]:
        yield from _meeting(step)
    if answers := detail["answers"]:
        signature = _hash([[one["decision"]["code"], one["decided_date"]] for one in answers])
        told = Told(url=f"{detail['url']}#answers")
        yield Item("answers", What.ANSWERS, signature, What.ANSWERS), told
    status = detail["status"]
    told = Told(title=status["label"], text=detail["outcome"], url=detail["url"])
    yield Item("status", What.STATUS, status["code"], What.STATUS, is_old=True), told


def _meeting(step: dict[str, Any]) -> Iterable[tuple[Item, Told]]:
    key, status = step["translation_of"], step["status"]
    names = ("starts_at", "ends_at", "is_all_day", "venue")
    signature = _hash([*(step[name] for name in names), status["code"], step["mode"]["code"]])
    is_off = status["code"] != "scheduled"
    told = Told(
        title=step["title"],
        text=". ".join(part for part in (status["label"] if is_off else "", step["venue"]) if part),
        url=step["url"],
        starts_at=step["starts_at"] or "",
        is_all_day=step["is_all_day"],
    )
    is_over = is_past(step["ends_at"] or step["starts_at"])
    changed = None if is_over else What.CHANGED_EVENT
    yield Item(f"event:{key}", What.NEW_EVENT, signature, changed, is_old=is_over), told
    if step.get("has_report"):
        yield Item(f"report:{key}", What.REPORT), Told(title=step["title"], url=step["url"])


@followable(FollowedKind.CALL)
def news_of_call(detail: dict[str, Any]) -> Iterable[tuple[Item, Told]]:
    """Another deadline, and results."""
    deadline = detail["closes_at"] or ""
    told = Told(url=detail["url"], starts_at=deadline)
    yield Item("deadline", What.DEADLINE, deadline, What.DEADLINE, is_old=True), told
    if detail["has_results"]:
        yield Item("results", What.RESULTS), Told(text=_plain(detail["results"]), url=detail["url"])


def is_past(moment: str | None) -> bool:
    """Whether a moment, as details write it, is over."""
    at = parse_datetime(moment or "")
    return at is not None and at < timezone.now()


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def _plain(html: str) -> str:
    """Words without tags, a space where a paragraph ended."""
    return " ".join(strip_tags(html.replace("</", " </")).split())
