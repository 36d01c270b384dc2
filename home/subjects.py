"""What there is about a topic or from a territory, read from the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import Http404, HttpRequest
from django.utils import timezone

from catalogue.languages import for_reader
from catalogue.models import Entry, EntryQuerySet, EntryTerm, TopicPopularity
from catalogue.popularity import FEWEST_TOPICS
from core.models import Territory, Topic
from core.models.territory import TerritoryLevel
from core.paging import page_of
from home.agenda import start_of_today
from home.listings import PAGE_SIZE

# The order in which the kinds of contents stand on the page of a topic or a territory.
KINDS = ("practice", "event", "call", "path", "publication", "issue", "page")
SHOWN_OF_A_KIND = 6
MOST_POPULAR = 12


@dataclass(slots=True)
class Kind:
    """Contents of one kind: how many there are, and the first of them."""

    code: str
    total: int
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class About:
    """What a page of a topic or a territory lists: the first of each kind, or all of one kind."""

    kinds: list[Kind]
    kind: str = ""
    page: Page[Entry] | None = None

    @property
    def total(self) -> int:
        """How many contents there are."""
        return sum(kind.total for kind in self.kinds)


def about(facet: str, code: str, language: str, request: HttpRequest) -> About:
    """Everything with a term, by kind; one kind alone with `?kind=`; Http404 for an unknown one."""
    wanted = request.GET.get("kind", "")
    if wanted and wanted not in KINDS:
        raise Http404
    entries = for_reader(Entry.objects.visible().with_term(facet, code), language)
    if not wanted:
        return About(_first_of_each(entries))
    counts = dict(entries.order_by().values_list("kind").annotate(total=Count("pk")))
    kinds = [Kind(kind, counts[kind]) for kind in KINDS if kind in counts]
    ordered = _ordered(entries.filter(kind=wanted)).defer("detail")
    return About(kinds, wanted, page_of(ordered, request, PAGE_SIZE))


def _first_of_each(entries: EntryQuerySet) -> list[Kind]:
    """The first of each kind, with how many there are, in one query."""
    rows = entries.annotate(
        place=Window(RowNumber(), partition_by="kind", order_by=_order()),
        total=Window(Count("pk"), partition_by="kind"),
    )
    found: dict[str, Kind] = {}
    first = rows.filter(place__lte=SHOWN_OF_A_KIND).defer("detail").order_by("place")
    for entry in first:
        kind = found.setdefault(entry.kind, Kind(entry.kind, entry.total))
        kind.entries.append(entry)
    return [found[kind] for kind in KINDS if kind in found]


def _order() -> list[Any]:
    """Events that are not over come first, the nearest of them before the others; then the newest.

    So is what was: the last event first.
    """
    today = start_of_today()
    coming = Q(ends_at__gte=today) | Q(ends_at__isnull=True, starts_at__gte=today)
    is_event = Q(kind="event")
    return [
        Case(When(is_event & coming, then=Value(0)), default=Value(1)).asc(),
        Case(When(is_event & coming, then=F("starts_at"))).asc(nulls_last=True),
        Case(When(is_event, then=F("starts_at")), default=F("published_at")).desc(),
        F("pk").desc(),
    ]


def _ordered(entries: EntryQuerySet) -> EntryQuerySet:
    return entries.order_by(*_order())


# --- topics ------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class NamedTopic:
    """A topic in the reader's language."""

    code: str
    name: str
    description: str = ""
    icon: str = ""
    count: int = 0
    is_archived: bool = False
    is_featured: bool = False
    parts: tuple[NamedTopic, ...] = ()
    popularity: TopicPopularity | None = None


def all_topics(language: str) -> list[NamedTopic]:
    """Every topic with its parts and how many contents each has: those in the foreground first."""
    rows = list(_in_words(language))
    counts = counts_of("topic", language)
    parts: dict[int, list[NamedTopic]] = {}
    for row in rows:
        if row.parent_id:
            parts.setdefault(row.parent_id, []).append(_named(row, counts))
    tops = [_named(row, counts, tuple(parts.get(row.pk, ()))) for row in rows if not row.parent_id]
    return sorted(tops, key=lambda one: (not one.is_featured, one.name.casefold()))


def relatives(topic: Topic, language: str) -> tuple[NamedTopic | None, list[NamedTopic]]:
    """The wider topic one is part of, and the topics that are part of it, in one query."""
    rows = _in_words(language).filter(Q(pk=topic.parent_id) | Q(parent=topic))
    named = {row.pk: _named(row, {}) for row in rows}
    wider = named.pop(topic.parent_id, None) if topic.parent_id else None
    return wider, sorted(named.values(), key=lambda one: one.name.casefold())


def popular(language: str) -> list[NamedTopic]:
    """The topics talked about most, the first ones; none at all if there are too few."""
    ranked = _in_words(language).filter(popularity__rank__isnull=False)
    rows = ranked.order_by("popularity__rank")[:MOST_POPULAR]
    found = [_named(row, {row.slug: row.popularity.items}) for row in rows]
    return found if len(found) >= FEWEST_TOPICS else []


def how_popular(language: str) -> list[NamedTopic]:
    """Every topic with what its popularity is made of, by place, the others by points."""
    rows = _in_words(language).filter(popularity__isnull=False)
    ordered = rows.order_by(F("popularity__rank").asc(nulls_last=True), "-popularity__score")
    return [_named(row, {}) for row in ordered]


def _in_words(language: str) -> Any:
    """Topics with their name and description in a language, where they are translated."""
    same = Topic.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=language
    )
    return (
        Topic.objects.originals()
        .current()
        .select_related("popularity")
        .annotate(
            shown_name=Coalesce(Subquery(same.values("name")[:1]), F("name")),
            shown_description=Coalesce(Subquery(same.values("description")[:1]), F("description")),
        )
        .order_by("shown_name")
    )


def _named(row: Any, counts: dict[str, int], parts: tuple[NamedTopic, ...] = ()) -> NamedTopic:
    return NamedTopic(
        code=row.slug,
        name=row.shown_name,
        description=row.shown_description,
        icon=row.icon,
        count=counts.get(row.slug, 0),
        is_archived=row.is_archived,
        is_featured=row.is_featured,
        parts=tuple(sorted(parts, key=lambda one: one.name.casefold())),
        popularity=getattr(row, "popularity", None),
    )


def counts_of(facet: str, language: str) -> dict[str, int]:
    """How many contents a reader finds under each code of a facet."""
    entries = for_reader(Entry.objects.visible(), language)
    terms = EntryTerm.objects.filter(facet=facet, entry__in=entries.order_by())
    return dict(terms.values_list("code").annotate(count=Count("pk")).order_by("code"))


# --- territories -------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Region:
    """A region with its provinces of today, and those of former times that have contents."""

    territory: Territory
    provinces: list[Territory]
    former: list[Territory]


def all_regions(counts: dict[str, int]) -> tuple[Territory | None, list[Region]]:
    """The country, and its regions with their provinces, in one query."""
    today = timezone.localdate()
    rows = list(Territory.objects.select_related("parent").order_by("name"))
    country = next((row for row in rows if row.level == TerritoryLevel.COUNTRY), None)
    parts: dict[int | None, list[Territory]] = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)
    regions = [
        Region(
            row,
            [one for one in parts.get(row.pk, []) if one.exists_on(today)],
            [
                one
                for one in parts.get(row.pk, [])
                if not one.exists_on(today) and _has(one, counts)
            ],
        )
        for row in rows
        if row.level == TerritoryLevel.REGION
    ]
    return country, regions


def _has(territory: Territory, counts: dict[str, int]) -> bool:
    return bool(counts.get(territory.code))


@dataclass(frozen=True, slots=True)
class Around:
    """What lies in a territory and beside it, and what it followed or what followed it."""

    parts: list[Territory]
    neighbours: list[Territory]
    successors: list[Territory]
    predecessors: list[Territory]


def around(territory: Territory) -> Around:
    """The parts of a territory, its neighbours in the same larger one, and its history."""
    today = timezone.localdate()
    is_near = Q(parent=territory) | Q(parent=territory.parent_id, parent__isnull=False)
    near = list(Territory.objects.filter(is_near).exclude(pk=territory.pk).order_by("name"))
    living = [one for one in near if one.exists_on(today)]
    return Around(
        parts=[one for one in living if one.parent_id == territory.pk],
        neighbours=[one for one in living if one.parent_id == territory.parent_id],
        successors=list(territory.replaced_by.order_by("name")) if territory.valid_to else [],
        predecessors=list(territory.replaces.order_by("name")) if territory.valid_from else [],
    )
