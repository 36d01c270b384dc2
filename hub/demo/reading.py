"""The demo's words, read from `content/`, with their dates worked out from today."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

CONTENT = Path(__file__).parent / "content"
Content = dict[str, Any]


def read(name: str) -> Content:
    """One file of the content, by its path without `.toml`."""
    with (CONTENT / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def read_folder(name: str) -> list[Content]:
    """All files of a folder, the one published longest ago first."""
    found = [read(f"{name}/{path.stem}") for path in sorted((CONTENT / name).glob("*.toml"))]
    return sorted(found, key=lambda content: (-content["days_ago"], content["slug"]))


def moment(value: Any) -> datetime:
    """A moment in Italian time: `{ in_days = 12, at = "18:00" }`, or a fixed date or time."""
    zone = timezone.get_default_timezone()
    if isinstance(value, dict):
        at = time.fromisoformat(value["at"])
        return datetime.combine(day(value["in_days"]), at, tzinfo=zone)
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), tzinfo=zone)
    raise TypeError(f"{value!r} is not a moment")


def day(in_days: int) -> date:
    """The day so many days from today, in Italy."""
    return timezone.localdate() + timedelta(days=in_days)


def published_at(content: Content) -> datetime:
    """When a page of the demo first came out: in the morning, so many days ago."""
    return moment({"in_days": -content["days_ago"], "at": "09:30"})
