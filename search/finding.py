"""Finding entries by words."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from catalogue.languages import for_reader
from catalogue.models import Entry, EntryQuerySet, EntryTerm
from core import naming
from practices import finding as directory
from practices.models import CooperativeQuerySet

LONGEST_QUERY = 200
MOST_WORDS = 8
# Facets whose labels people search for: "Puglia", "housing", a cooperative's name.
SEARCHED_FACETS = ("topic", "territory", "cooperative")


def words_of(query: str) -> list[str]:
    """Cut a query into words; characters that no text contains are dropped."""
    printable = "".join(sign if sign.isprintable() else " " for sign in query[:LONGEST_QUERY])
    return printable.split()[:MOST_WORDS]


def _beginning_with(word: str) -> str:
    """A pattern that both databases understand: the word's letters where a word begins."""
    return rf"(^|\W){re.escape(word)}"


def _topics_of(words: list[str]) -> list[set[str]]:
    """For each word the codes of the topics that are called so, or were, or have such a synonym."""
    if not words:
        return []
    patterns = [re.compile(_beginning_with(word), re.IGNORECASE) for word in words]
    return naming.codes_matching(patterns)


def find(
    *, query: str, language: str, kind: str = "", topic: str = "", territory: str = ""
) -> EntryQuerySet:
    """Find what a reader of a language may read and what carries every word of the query.

    A word counts where a word of the title, of the summary or of the name of a topic, a place or
    a cooperative begins with it, whatever the case; so does a synonym of a topic, in any language.
    Titles come first, then the newest. Without words everything is found.
    """
    entries = for_reader(Entry.objects.visible(), language)
    if topic and (found_topic := naming.by_code(topic)):
        topic = found_topic.code  # it may have been asked for by a code of former times
    if kind:
        entries = entries.filter(kind=kind)
    for facet, code in (("topic", topic), ("territory", territory)):
        if code:
            entries = entries.with_term(facet, code)
    words = words_of(query)
    for word, codes in zip(words, _topics_of(words), strict=True):
        pattern = _beginning_with(word)
        labels = EntryTerm.objects.filter(
            entry=OuterRef("pk"), facet__in=SEARCHED_FACETS, label__iregex=pattern
        )
        found: Any = Q(title__iregex=pattern) | Q(summary__iregex=pattern) | Exists(labels)
        if codes:
            about = EntryTerm.objects.filter(entry=OuterRef("pk"), facet="topic", code__in=codes)
            found |= Q(Exists(about))
        entries = entries.filter(found)
    newest_first = ("-published_at", "-id")
    if not words:
        return entries.order_by(*newest_first)
    in_title = Q(*(Q(title__iregex=_beginning_with(word)) for word in words))
    best_first = Case(When(in_title, then=Value(0)), default=Value(1), output_field=IntegerField())
    return entries.order_by(best_first, *newest_first)


def find_cooperatives(*, query: str) -> CooperativeQuerySet:
    """Find cooperatives of the directory whose name or place carries every word of the query."""
    return directory.find(directory.Wanted(words=" ".join(words_of(query))))
