"""Which paths speak of an event, a need or an actor that names them."""

from __future__ import annotations

from collections.abc import Iterable

from core.echoes import echoed_by
from events.models import Actor, EventPage, Need, NeedAnswer, ParticipationPathPage
from events.relating import pages_speaking_of
from events.timelines import path_page_ids


@echoed_by(EventPage)
def pages_of_event(event: EventPage) -> Iterable[int]:
    """The path, the larger event and the call that list an event, in all languages."""
    return path_page_ids(event) | pages_speaking_of(event)


@echoed_by(Need)
def paths_of_need(need: Need) -> Iterable[int]:
    """The paths that list a need; its translations carry the words of the same need."""
    same = Need.objects.filter(translation_key=need.translation_key, path_page__isnull=False)
    paths = _in_all_languages(set(same.values_list("path_page_id", flat=True)) | _own(need))
    return {*paths, *_events({need.event_id})}


@echoed_by(NeedAnswer)
def paths_of_answer(answer: NeedAnswer) -> Iterable[int]:
    """The paths that show a practice beside a need."""
    return paths_of_need(answer.need)


@echoed_by(Actor)
def paths_of_actor(actor: Actor) -> Iterable[int]:
    """The paths that list an actor, or show it beside a need."""
    needs = Need.objects.filter(actors=actor, path_page__isnull=False)
    paths = _in_all_languages(set(needs.values_list("path_page_id", flat=True)) | _own(actor))
    return {*paths, *_events(set(actor.meetings.values_list("event_id", flat=True)))}


def _own(record: Need | Actor) -> set[int]:
    return {record.path_page_id} if record.path_page_id else set()


def _events(event_ids: Iterable[int | None]) -> set[int]:
    """Events at which something was recorded, in all languages: their reports tell it."""
    named = EventPage.objects.filter(pk__in=[one for one in event_ids if one])
    same = EventPage.objects.filter(translation_key__in=named.values("translation_key"))
    return set(same.values_list("pk", flat=True))


def _in_all_languages(path_ids: set[int]) -> set[int]:
    named = ParticipationPathPage.objects.filter(pk__in=path_ids)
    same = ParticipationPathPage.objects.filter(translation_key__in=named.values("translation_key"))
    return set(same.values_list("pk", flat=True))
