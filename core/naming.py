"""Finding a topic or a territory by whatever name it has, or once had.

Codes never stop working: a topic that was given a new one, or was merged into another, is still
found under the old one. Words are those people search for: names and synonyms in every language.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from core.models import FormerTopicCode, Territory, Topic
from core.models.territory import TerritoryLevel

LONGEST_CODE = 80


def by_code(code: str) -> Topic | None:
    """The topic a code leads to today, in the source language; None if it never named one."""
    # Invisible characters are in no code, and some of them no database can be asked for.
    if not code or len(code) > LONGEST_CODE or not code.isprintable():
        return None
    originals = Topic.objects.originals().select_related("locale", "merged_into__locale")
    found = originals.filter(slug=code).first()
    if found is None:
        former = FormerTopicCode.objects.filter(code=code).select_related("topic__locale")
        return next((row.topic for row in former), None)  # moved along when topics are merged
    return found.merged_into or found


def by_word(word: str) -> Topic | None:
    """The topic whose name or synonym, in any language, reads like `word` in an address.

    Where two topics claim the same word, the name wins over the synonym, then the older topic.
    """
    wanted = slugify(word)
    if not wanted or len(word) > LONGEST_CODE:
        return None
    as_synonym: Topic | None = None
    for topic in Topic.objects.order_by("pk"):
        if slugify(topic.name) == wanted:
            return _original(topic)
        if as_synonym is None and wanted in {slugify(one) for one in topic.synonym_list}:
            as_synonym = topic
    return _original(as_synonym) if as_synonym else None


def codes_matching(patterns: Iterable[re.Pattern[str]]) -> list[set[str]]:
    """For each pattern the codes of the topics that have a name or synonym with it.

    One query for all of them. The words of a topic that was merged lead to the one it went into.
    """
    rows = Topic.objects.values_list(
        "translation_key", "locale__language_code", "slug", "name", "synonyms", "merged_into__slug"
    )
    texts: dict[uuid.UUID, list[str]] = {}
    codes: dict[uuid.UUID, str] = {}
    for key, language, slug, name, synonyms, merged_into in rows:
        texts.setdefault(key, []).append(f"{name}\n{synonyms}")
        if language == settings.LANGUAGE_CODE:
            codes[key] = merged_into or slug
    return [
        {
            codes[key]
            for key, found in texts.items()
            if key in codes and any(pattern.search(text) for text in found)
        }
        for pattern in patterns
    ]


def territory_by_word(word: str) -> Territory | None:
    """The territory that a code, a number plate or a name in an address stands for.

    `word` may be our code with or without the name behind it ("038-ferrara", "038"), ISTAT's code
    of a metropolitan city ("237"), a plate ("fe"), a name ("emilia-romagna"). Where names repeat,
    what exists today comes first, then the larger one.
    """
    code = word.partition("-")[0].upper()
    if not code or len(word) > LONGEST_CODE:
        return None
    places = Territory.objects.select_related("parent__parent")
    rows = list(places.filter(Q(code=code) | Q(uts=code) | Q(plate=code)))
    if not any(row.code == code for row in rows):
        wanted = slugify(word)
        named = [row for row in places if wanted in {slugify(row.name), slugify(row.name_en)}]
        rows = named or (rows if word.upper() == code else [])
    today, levels = timezone.localdate(), list(TerritoryLevel)
    rows.sort(
        key=lambda row: (
            row.code != code,
            not row.exists_on(today),
            levels.index(TerritoryLevel(row.level)),
            row.code,
        )
    )
    return rows[0] if rows else None


def _original(topic: Topic) -> Topic | None:
    """The row in the source language that stands for a topic today."""
    same = Topic.objects.originals().filter(translation_key=topic.translation_key)
    original = same.select_related("merged_into").first()
    return (original.merged_into or original) if original else None
