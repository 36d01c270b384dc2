"""The parameters of the API, and how each of them narrows a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from api import parameters
from api.errors import Problem
from api.parameters import Asked, Filled, Parameter
from catalogue.models import CuratedCollection, EntryQuerySet
from core import naming
from core.models import Territory
from practices.finding import LONGEST_QUERY
from practices.models import Cooperative, CooperativeType, Lifecycle, Maturity, Sector
from practices.models.practice_choices import EvidenceLevel, SustainableGoal, TargetGroup

KINDS = ("practice", "call", "event", "path", "publication", "page", "issue")
TARGETS = tuple(TargetGroup.values)
MATURITIES = tuple(Maturity.values)
EVIDENCE_LEVELS = tuple(str(level) for level in EvidenceLevel.values)
GOALS = tuple(str(goal) for goal in SustainableGoal.values)
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
ORDERS = (
    "-published_at",
    "published_at",
    "-updated_at",
    "updated_at",
    "starts_at",
    "-starts_at",
)
SLUG = re.compile(r"[a-z0-9]+(?:[-_]+[a-z0-9]+)*")
TERRITORY_CODE = re.compile(r"[A-Z0-9]{2,12}")

UNKNOWN_TOPIC = _("There is no such topic. Use a code from /api/v1/topics/.")
UNKNOWN_TERRITORY = _("There is no such territory. Use a code from /api/v1/territories/.")
UNKNOWN_COOPERATIVE = _("There is no such cooperative. Use a code from /api/v1/cooperatives/.")
UNKNOWN_COLLECTION = _("There is no such collection. Use a slug from /api/v1/collections/.")

LIMIT = Parameter(
    "limit",
    parameters.number(1, parameters.LIMIT_MAX),
    "How many items at most.",
    {
        "type": "integer",
        "minimum": 1,
        "maximum": parameters.LIMIT_MAX,
        "default": parameters.LIMIT_DEFAULT,
    },
    example=parameters.LIMIT_DEFAULT,
    max_length=10,
)
CURSOR = Parameter(
    "cursor",
    parameters.non_empty,
    "Where to read on. It stands in `next`: follow that address as it is.",
    {"type": "string", "maxLength": parameters.CURSOR_MAX},
    max_length=parameters.CURSOR_MAX,
)
VIEW = Parameter(
    "view",
    parameters.one_of(("card", "full")),
    "`card` is what a list shows, `full` adds the whole text.",
    {"type": "string", "enum": ["card", "full"], "default": "card"},
    example="full",
)
ORDER = Parameter(
    "order",
    parameters.one_of(ORDERS),
    "What comes first; `-` means the newest or latest. Ordering by `starts_at` leaves out what has "
    "no beginning.",
    {"type": "string", "enum": list(ORDERS), "default": "-published_at"},
    example="-published_at",
)
KIND = Parameter(
    "kind",
    parameters.one_of(KINDS),
    "Only entries of this kind.",
    {"type": "string", "enum": list(KINDS)},
    example="practice",
)
LANGUAGE = Parameter(
    "language",
    parameters.one_of(LANGUAGES),
    "Only entries in this language.",
    {"type": "string", "enum": list(LANGUAGES)},
    example="it",
)
BEST_LANGUAGE = Parameter(
    "language",
    parameters.one_of(LANGUAGES),
    "The reader's language. What is not translated yet comes in another one and is marked with "
    "`is_fallback`. Without it: the hub's main language.",
    {"type": "string", "enum": list(LANGUAGES), "default": settings.LANGUAGE_CODE},
    example="en",
)
TOPIC = Parameter(
    "topic",
    parameters.matching(SLUG, UNKNOWN_TOPIC),
    "Only entries about this topic: a code from `/topics/`. A code the topic had before, or one of "
    "a topic merged into it, is answered with its entries; `Content-Location` names today's code.",
    {"type": "string", "maxLength": 100},
    example="welfare-di-comunita",
)
TERRITORY = Parameter(
    "territory",
    parameters.matching(TERRITORY_CODE, UNKNOWN_TERRITORY),
    "Only entries of this territory: a code from `/territories/`. A region includes its provinces.",
    {"type": "string", "maxLength": 12},
    example="08",
)
COLLECTION = Parameter(
    "collection",
    parameters.matching(SLUG, UNKNOWN_COLLECTION),
    "Only entries of this curated collection: a slug from `/collections/`.",
    {"type": "string", "maxLength": 100},
    example="cura-del-territorio",
)
TARGET = Parameter(
    "target",
    parameters.one_of(TARGETS),
    "Only practices for these people.",
    {"type": "string", "enum": list(TARGETS)},
    example="older-people",
)
MATURITY = Parameter(
    "maturity",
    parameters.one_of(MATURITIES),
    "Only practices that have come this far.",
    {"type": "string", "enum": list(MATURITIES)},
    example="running",
)
EVIDENCE = Parameter(
    "evidence",
    parameters.one_of(EVIDENCE_LEVELS),
    "Only practices whose results are borne out this well: from `0`, declared by the cooperative, "
    "to `4`, repeated elsewhere with results.",
    {"type": "string", "enum": list(EVIDENCE_LEVELS)},
    example="1",
)
SDG = Parameter(
    "sdg",
    parameters.one_of(GOALS),
    "Only practices that serve this Sustainable Development Goal of the United Nations: its "
    "number, from `1` to `17`.",
    {"type": "string", "enum": list(GOALS)},
    example="11",
)
COOPERATIVE = Parameter(
    "cooperative",
    parameters.matching(SLUG, UNKNOWN_COOPERATIVE),
    "Only entries of this cooperative: a code from `/cooperatives/`.",
    {"type": "string", "maxLength": 100},
    example="terra-buona",
)
TRANSLATION_OF = Parameter(
    "translation_of",
    parameters.identifier,
    "Only this thing, in each of its languages: the value that its entries share.",
    {"type": "string", "format": "uuid"},
    example="0b7a4a0e-52a9-4c35-8a52-6b6c1c3a3f6d",
)


def _moment(name: str, description: str) -> Parameter:
    described = f"{description} A day means its beginning in Italy."
    schema = {"anyOf": [{"type": "string", "format": form} for form in ("date", "date-time")]}
    return Parameter(name, parameters.moment, described, schema, example="2026-05-31")


PUBLISHED_SINCE = _moment("published_since", "Only what was first published then or later.")
UPDATED_SINCE = _moment("updated_since", "Only what was published again then or later.")
STARTS_AFTER = _moment("starts_after", "Only what begins then or later.")
STARTS_BEFORE = _moment("starts_before", "Only what begins before then.")

COOPERATIVE_KIND = Parameter(
    "kind",
    parameters.one_of(CooperativeType.values),
    "Only cooperatives of this kind.",
    {"type": "string", "enum": CooperativeType.values},
    example="social-b",
)
SECTOR = Parameter(
    "sector",
    parameters.one_of(Sector.values),
    "Only cooperatives of this sector: the letter of legislative decree 112/2017, article 2.",
    {"type": "string", "enum": Sector.values},
    example="p",
)
SEAT = Parameter(
    "territory",
    parameters.matching(TERRITORY_CODE, UNKNOWN_TERRITORY),
    "Only cooperatives whose registered office lies there: a code from `/territories/`. A region "
    "includes its provinces.",
    {"type": "string", "maxLength": 12},
    example="08",
)
WORDS = Parameter(
    "q",
    parameters.non_empty,
    "Only cooperatives with all these words in their name, their municipality or their province.",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY},
    example="terra",
    max_length=LONGEST_QUERY,
)

Narrow = Callable[[EntryQuerySet, Any], EntryQuerySet]

FILTERS: tuple[tuple[Parameter, Narrow], ...] = (
    (KIND, lambda entries, value: entries.filter(kind=value)),
    (TOPIC, lambda entries, value: entries.with_term("topic", value)),
    (TERRITORY, lambda entries, value: entries.with_term("territory", value)),
    (LANGUAGE, lambda entries, value: entries.filter(language=value)),
    (COLLECTION, lambda entries, value: entries.filter(_in_public_collection(value))),
    (TARGET, lambda entries, value: entries.with_term("target", value)),
    (MATURITY, lambda entries, value: entries.with_term("maturity", value)),
    (EVIDENCE, lambda entries, value: entries.with_term("evidence", value)),
    (SDG, lambda entries, value: entries.with_term("sdg", value)),
    (COOPERATIVE, lambda entries, value: entries.with_term("cooperative", value)),
    (TRANSLATION_OF, lambda entries, value: entries.filter(translation_key=value)),
    (PUBLISHED_SINCE, lambda entries, value: entries.filter(published_at__gte=value)),
    (UPDATED_SINCE, lambda entries, value: entries.filter(updated_at__gte=value)),
    (STARTS_AFTER, lambda entries, value: entries.filter(starts_at__gte=value)),
    (STARTS_BEFORE, lambda entries, value: entries.filter(starts_at__lt=value)),
)


def apply(entries: EntryQuerySet, values: Mapping[str, Any]) -> EntryQuerySet:
    """Narrow entries by every filter that has a value."""
    for parameter, narrow in FILTERS:
        if parameter.name in values:
            entries = narrow(entries, values[parameter.name])
    return entries


def refuse_unknown_words(asked: Asked) -> None:
    """Raise InvalidParameters if an empty list is due to a word that does not exist.

    Looked up only then, so that a list costs one query.
    """
    problem = _merged(asked) or _unknown_word(asked)
    if problem is not None:
        raise problem


def with_code_of_today(asked: Asked) -> Asked | None:
    """The same question with the code its topic has today; None where that is the one it has."""
    if asked["topic"] is None:
        return None
    topic = naming.by_code(asked["topic"])
    if topic is None or topic.code == asked["topic"]:
        return None
    renamed = {"topic": topic.code}
    return Asked(asked.values | renamed, asked.texts | renamed)


def _in_public_collection(slug: str) -> Q:
    public = CuratedCollection.objects.public().filter(slug=slug)
    return Q(memberships__collection__in=public)


def _merged(asked: Asked) -> Problem | None:
    """The problem of a cooperative that goes on under another code."""
    merged = Cooperative.objects.filter(
        slug=asked["cooperative"] or "", lifecycle=Lifecycle.MERGED
    ).first()
    if merged is None:
        return None
    message = Filled(_("It was merged into another. Use: %(code)s."), code=merged.current.slug)
    return parameters.refuse("cooperative", "merged", message)


def _unknown_word(asked: Asked) -> Problem | None:
    if asked["topic"] is not None and naming.by_code(asked["topic"]) is None:
        return parameters.refuse(TOPIC.name, "unknown-word", UNKNOWN_TOPIC)
    lookups = (
        (TERRITORY, Territory.objects.filter(code=asked["territory"]), UNKNOWN_TERRITORY),
        (
            COLLECTION,
            CuratedCollection.objects.public().filter(slug=asked["collection"]),
            UNKNOWN_COLLECTION,
        ),
        (
            COOPERATIVE,
            Cooperative.objects.not_merged().filter(slug=asked["cooperative"]),
            UNKNOWN_COOPERATIVE,
        ),
    )
    for parameter, rows, message in lookups:
        if asked[parameter.name] is not None and not rows.exists():
            return parameters.refuse(parameter.name, "unknown-word", message)
    return None
