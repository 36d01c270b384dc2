"""The words to filter by: topics and territories, with how many entries carry them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from rest_framework.request import Request

from api import links
from api.endpoint import Endpoint
from api.shapes import vocabularies as shapes
from catalogue.models import Entry, EntryTerm, TopicPopularity
from core.addresses import absolute
from core.models import FormerTopicCode, Territory, Topic
from core.projection import moment


class TopicList(Endpoint):
    """All topics, with their names in each language and how many entries are about them."""

    name = "topics"
    summary = "List topics"
    answer = "TopicList"
    example = shapes.EXAMPLE_TOPICS

    def get(self, request: Request) -> HttpResponse:
        """Answer with all of them, in four queries."""
        by_key: dict[Any, dict[str, Topic]] = {}
        rows = Topic.objects.select_related("locale", "parent", "merged_into", "popularity")
        rows = rows.prefetch_related("matches").order_by("slug", "pk")
        former: dict[int, list[str]] = {}
        for topic in rows:
            if topic.merged_into_id:
                former.setdefault(topic.merged_into_id, []).append(topic.code)
            else:
                by_key.setdefault(topic.translation_key, {})[topic.locale.language_code] = topic
        for topic_id, code in FormerTopicCode.objects.values_list("topic_id", "code"):
            former.setdefault(topic_id, []).append(code)
        counts = _counts("topic")
        items = [
            _topic(words, counts.get(original.code, {}), former.get(original.pk, []))
            for words in by_key.values()
            if (original := words.get(settings.LANGUAGE_CODE))
        ]
        return self.serve_data({"items": items})


class TerritoryList(Endpoint):
    """Italy, its regions and provinces, and how many entries are about each.

    The numbers of a region include those of its provinces. Units that no longer exist stay in the
    list with the last day on which they did.
    """

    name = "territories"
    summary = "List territories"
    answer = "TerritoryList"
    example = shapes.EXAMPLE_TERRITORIES

    def get(self, request: Request) -> HttpResponse:
        """Answer with all of them, in three queries."""
        counts = _counts("territory")
        rows = Territory.objects.select_related("parent").prefetch_related("replaced_by")
        rows = rows.order_by("code")
        return self.serve_data(
            {"items": [_territory(row, counts.get(row.code, {})) for row in rows]}
        )


def _counts(facet: str) -> dict[str, dict[str, int]]:
    """How many entries carry each term of a facet, by language."""
    terms = EntryTerm.objects.filter(facet=facet, entry__in=Entry.objects.visible())
    rows = terms.values_list("code", "entry__language").annotate(count=Count("pk"))
    counts: dict[str, dict[str, int]] = {}
    for code, language, count in rows.order_by("code", "entry__language"):
        counts.setdefault(code, {})[language] = count
    return counts


def _topic(rows: dict[str, Topic], counts: dict[str, int], former: list[str]) -> dict[str, Any]:
    original = rows[settings.LANGUAGE_CODE]
    code = original.code
    return {
        "code": code,
        "name": {language: row.name for language, row in rows.items()},
        "description": {lang: row.description for lang, row in rows.items() if row.description},
        "synonyms": {lang: row.synonym_list for lang, row in rows.items() if row.synonym_list},
        "parent": original.parent.code if original.parent else None,
        "status": original.status,
        "matches": [
            {"vocabulary": match.scheme, "value": match.value} for match in original.matches.all()
        ],
        "former_codes": sorted(set(former)),
        "popularity": _popularity(getattr(original, "popularity", None)),
        "entry_count": counts,
        "url": links.in_each_language("home:topic", slug=code),
        "feeds": links.feeds_of_topic(code),
        "entries": f"{absolute(reverse('api:entries'))}?topic={code}",
    }


def _popularity(found: TopicPopularity | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "rank": found.rank,
        "score": found.score,
        "items": found.items,
        "followers": found.follows,
        "readings": found.readings,
        "computed_at": moment(found.computed_at),
    }


def _territory(row: Territory, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "code": row.code,
        "level": row.level,
        "name": {"it": row.name, "en": row.label("en")},
        "parent": row.parent.code if row.parent else None,
        "istat": row.istat or None,
        "uts": row.uts or None,
        "plate": row.plate or None,
        "nuts": row.nuts or None,
        "iso": row.iso or None,
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "replaced_by": sorted(one.code for one in row.replaced_by.all()),
        "entry_count": counts,
        "url": {code: absolute(_path_of(row, code)) for code, _name in settings.LANGUAGES},
        "feeds": links.feeds_of_territory(row.code),
        "entries": f"{absolute(reverse('api:entries'))}?territory={row.code}",
    }


def _path_of(row: Territory, language: str) -> str:
    with translation.override(language):
        return reverse("home:territory", kwargs={"word": row.address_part(language)})
