"""The needs and the actors of a path that may be shown, in a reader's language."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language
from wagtail.models import Page

from core.models import Territory
from core.visibility import readable
from events.models import Actor, EventPage, Need, NeedAnswer, ParticipationPathPage
from events.models.path_choices import AnswerState


@dataclass(slots=True)
class ShownNeed:
    """A need as readers see it: its words in their language, and who or what could answer it."""

    need: Need
    title: str
    description: str
    intensity_method: str
    language: str
    practices: list[Page] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)


@dataclass(slots=True)
class TerritoryRow:
    """A territory with how often something was raised in it, for the map and its table."""

    territory: Territory | None
    place: str
    needs: list[ShownNeed] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The territory's name in the reader's language."""
        language = get_language() or settings.LANGUAGE_CODE
        return self.territory.label(language) if self.territory else ""

    @property
    def times_raised(self) -> int:
        """How often needs were raised here, altogether."""
        return sum(one.need.times_raised for one in self.needs)


def needs_of(path: ParticipationPathPage) -> QuerySet[Need]:
    """All needs of a path, also those that are not public."""
    return Need.objects.originals().filter(path_page__translation_key=path.translation_key)


def actors_of(path: ParticipationPathPage) -> QuerySet[Actor]:
    """All actors of a path, also those that are not public."""
    return Actor.objects.filter(path_page__translation_key=path.translation_key)


def public_actors(path: ParticipationPathPage) -> list[Actor]:
    """The actors that may be shown, by name. A person needs to have consented."""
    rows = actors_of(path).filter(is_public=True).select_related("organisation", "territory")
    return sorted((one for one in rows if _may_be_shown(one)), key=lambda one: one.label.casefold())


def public_needs(path: ParticipationPathPage) -> list[ShownNeed]:
    """The needs that may be shown, the one raised most often first."""
    language = get_language() or settings.LANGUAGE_CODE
    accepted = NeedAnswer.objects.filter(state=AnswerState.ACCEPTED).order_by("decided_at")
    rows = list(
        needs_of(path)
        .filter(is_public=True)
        .select_related("territory", "locale")
        .prefetch_related(
            "topics",
            Prefetch("answered_by", accepted.select_related("page"), "accepted_answers"),
            Prefetch("actors", Actor.objects.select_related("organisation"), "known_actors"),
        )
        .order_by("-times_raised", "title")
    )
    words = _words(rows, language)
    pages = _readable_pages(rows, language)
    return [_shown(need, words, pages) for need in rows]


def needs_recorded_at(event: EventPage) -> QuerySet[Need]:
    """The needs heard at an event, also those that are not public."""
    heard = Need.objects.originals().filter(event__translation_key=event.translation_key)
    return heard.order_by("-times_raised", "title")


def actors_met_at(event: EventPage) -> QuerySet[Actor]:
    """The actors met at an event, also those that are not public."""
    met = Actor.objects.filter(meetings__event__translation_key=event.translation_key)
    return met.select_related("organisation").distinct()


def public_needs_recorded_at(event: EventPage) -> list[Need]:
    """The needs heard at an event that may be shown, in the reader's words."""
    language = get_language() or settings.LANGUAGE_CODE
    rows = list(needs_recorded_at(event).filter(is_public=True).select_related("locale"))
    words = _words(rows, language)
    return [words.get(need.translation_key, need) for need in rows]


def public_actors_met_at(event: EventPage) -> list[Actor]:
    """The actors met at an event that may be shown, by name."""
    rows = actors_met_at(event).filter(is_public=True)
    return sorted((one for one in rows if _may_be_shown(one)), key=lambda one: one.label.casefold())


def by_territory(needs: Iterable[ShownNeed], actors: Iterable[Actor]) -> list[TerritoryRow]:
    """Needs and actors grouped by where they are: the most often raised first."""
    rows: dict[tuple[int | None, str], TerritoryRow] = {}

    def row(territory: Territory | None, place: str) -> TerritoryRow:
        key = (territory.pk if territory else None, place.casefold())
        return rows.setdefault(key, TerritoryRow(territory, place))

    for one in needs:
        row(one.need.territory, one.need.place).needs.append(one)
    for actor in actors:
        row(actor.territory, actor.place).actors.append(actor)
    return sorted(
        rows.values(),
        key=lambda one: (-one.times_raised, str(one.territory or ""), one.place.casefold()),
    )


def _may_be_shown(actor: Actor) -> bool:
    return actor.is_public and (not actor.is_person or actor.consent_date is not None)


def _words(rows: list[Need], language: str) -> dict[uuid.UUID, Need]:
    """The rows that carry the words of a language, by what they translate."""
    if language == settings.LANGUAGE_CODE or not rows:
        return {}
    translated = Need.objects.filter(
        translation_key__in=[need.translation_key for need in rows],
        locale__language_code=language,
    )
    return {one.translation_key: one for one in translated}


def _readable_pages(rows: list[Need], language: str) -> dict[uuid.UUID, Page]:
    chosen = {answer.page_id: answer.page for need in rows for answer in need.accepted_answers}
    return {page.translation_key: page for page in readable(chosen.values(), language)}


def _shown(need: Need, words: dict[uuid.UUID, Need], pages: dict[uuid.UUID, Page]) -> ShownNeed:
    told = words.get(need.translation_key, need)
    found = [pages.get(answer.page.translation_key) for answer in need.accepted_answers]
    return ShownNeed(
        need=need,
        title=told.title,
        description=told.description,
        intensity_method=told.intensity_method or need.intensity_method,
        language=(told.locale.language_code if told is need else get_language() or ""),
        practices=[page for page in dict.fromkeys(found) if page is not None],
        actors=[actor for actor in need.known_actors if _may_be_shown(actor)],
    )
