"""Calendars (iCalendar, RFC 5545; names of calendars, RFC 7986): events and deadlines of calls.

The address of an online meeting is for those who have registered: it is not in the catalogue,
so it cannot be here.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from catalogue.feeds.selecting import Item, Selection
from catalogue.models import Epoch

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Coop Hub//Coop Hub//IT"
STATUSES = {"cancelled": "CANCELLED", "postponed": "TENTATIVE"}
REFRESH = timedelta(hours=6)
COUNTED_FROM = datetime(2026, 1, 1, tzinfo=UTC)


def render(selection: Selection, own_url: str) -> bytes:
    """Write the calendar of a selection; entries without a date are left out."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", selection.title)
    calendar.add("x-wr-calname", selection.title)
    calendar.add("url", selection.page_url)
    calendar.add("source", own_url, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    first = _first_number()
    for item in selection.items:
        if item.entry.kind == "event" and item.entry.starts_at:
            calendar.add_component(_meeting(item, first))
        elif item.entry.kind == "call" and item.entry.closes_at:
            calendar.add_component(_deadline(item, first))
    written: bytes = calendar.to_ical()
    return written


def _meeting(item: Item, first: int) -> Event:
    """An event. A cancelled one stays, as cancelled: who only deleted it would tell nobody."""
    entry, card = item.entry, item.card
    uid = f"{entry.uid}@{settings.HUB_HOST}"
    event = _component(item, first, uid=uid, title=entry.title)
    event.add("status", STATUSES.get(_status(card), "CONFIRMED"))
    if card.get("is_all_day"):
        first_day = timezone.localdate(entry.starts_at)
        last = timezone.localdate(entry.ends_at) if entry.ends_at else first_day
        event.add("dtstart", first_day)
        event.add("dtend", last + timedelta(days=1))  # the end is not part of the event
    else:
        event.add("dtstart", _utc(entry.starts_at))
        if entry.ends_at:
            event.add("dtend", _utc(entry.ends_at))
    place = ", ".join(part for part in (card.get("venue"), card.get("address")) if part)
    if place and _status(card) != "moved-online":
        event.add("location", place, parameters={"LANGUAGE": entry.language})
    return event


def _deadline(item: Item, first: int) -> Event:
    """The moment until which a call can be answered."""
    entry = item.entry
    uid = f"{entry.uid}-closes@{settings.HUB_HOST}"
    title = _("Closes: %(title)s") % {"title": entry.title}
    event = _component(item, first, uid=uid, title=title)
    event.add("dtstart", _utc(entry.closes_at))
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    return event


def _component(item: Item, first: int, *, uid: str, title: str) -> Event:
    """What meetings and deadlines have in common."""
    entry = item.entry
    language = {"LANGUAGE": entry.language}
    event = Event()
    event.add("uid", uid)
    event.add("sequence", first + entry.change_id)
    event.add("dtstamp", _utc(entry.updated_at))
    event.add("last-modified", _utc(entry.updated_at))
    event.add("created", _utc(entry.published_at))
    event.add("summary", title, parameters=language)
    description = "\n\n".join(part for part in (entry.summary, item.note, entry.url) if part)
    event.add("description", description, parameters=language)
    event.add("url", entry.url)
    topics = [topic["label"] for topic in item.card["topics"]]
    if topics:
        event.add("categories", topics)
    return event


def _first_number() -> int:
    """What the numbers of versions are counted from, so that they rise for ever.

    The number of a change is never drawn twice, but a database that was restored from a backup
    has forgotten the last ones: the log then begins a new life (`start_epoch`), later than any
    number of the old one. RFC 5545 (3.8.7.4) asks for a number that rises, in 32 bits.
    """
    started_at = Epoch.objects.order_by("pk").values_list("started_at", flat=True).first()
    return max(0, int((started_at - COUNTED_FROM).total_seconds())) if started_at else 0


def _status(card: dict[str, Any]) -> str:
    status = card.get("status") or {}
    return str(status.get("code", ""))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None
