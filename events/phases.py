"""Where the phases of a path stand: what an editor says, and else what their dates say."""

from __future__ import annotations

from datetime import date

from wagtail.blocks import StreamValue

from events.models.path_choices import PhaseState


def states(phases: StreamValue, day: date) -> dict[str, str]:
    """Where each phase stands on a day, by its identifier; "" where nothing says so.

    A phase without an end goes on until a later one begins: whether it is over then, or goes on
    beside it, only an editor can say.
    """
    found: dict[str, str] = {}
    has_later = False
    for child in reversed(list(phases)):
        starts = child.value["starts_date"]
        found[child.id] = _state(child, day, has_later)
        has_later = has_later or bool(starts and starts <= day)
    return dict(reversed(found.items()))


def active(phases: StreamValue, day: date) -> StreamValue.StreamChild | None:
    """The phase that is going on: the last one to begin, where several are."""
    found = states(phases, day)
    going_on = [child for child in phases if found[child.id] == PhaseState.ACTIVE]
    return going_on[-1] if going_on else None


def _state(phase: StreamValue.StreamChild, day: date, has_later: bool) -> str:
    if forced := phase.value.get("state"):
        return str(forced)
    starts, ends = phase.value["starts_date"], phase.value["ends_date"]
    if ends and ends < day:
        return PhaseState.DONE
    if starts and starts > day:
        return PhaseState.COMING
    if not starts or (ends is None and has_later):
        return ""
    return PhaseState.ACTIVE
