"""What the demo's events have beyond their text: programme, registration, report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.demo.reading import Content, moment
from hub.demo.words import Words


def details(words: Words, content: Content) -> dict[str, Any]:
    """The values of the page's fields for what the content says."""
    found: dict[str, Any] = {
        "access_features": content.get("access_features", []),
        "cost": words("cost"),
        "spoken_languages": words("languages"),
        "agenda": [("item", _item(words, item)) for item in content.get("agenda", [])],
        "speakers": [("speaker", _speaker(words, one)) for one in content.get("speakers", [])],
    }
    return found | _registration(content) | _report(words, content)


def _item(words: Words, item: Content) -> dict[str, Any]:
    italian, english = item["it"], item["en"]
    return {
        "day": None,
        "time": item["at"],
        "minutes": item.get("minutes"),
        "title": words.say(italian["title"], english["title"]),
        "speaker": words.say(italian.get("speaker", ""), english.get("speaker", "")),
        "file": None,
    }


def _speaker(words: Words, one: Content) -> dict[str, Any]:
    role = words.say(one["it"]["role"], one["en"]["role"])
    return {"name": words.say(one["name"], one["name"]), "role": role, "website": ""}


def _registration(content: Content) -> dict[str, Any]:
    """The settings of the registration; `closes_days_before` counts back from the beginning."""
    registration = content.get("registration")
    if registration is None:
        return {}
    found = {
        "registration_mode": registration["mode"],
        "registration_url": registration.get("url", ""),
        "capacity": registration.get("capacity"),
        "reserved_seats": registration.get("reserved", 0),
        "has_waiting_list": registration.get("waiting_list", True),
    }
    if "closes_days_before" in registration:
        before = timedelta(days=registration["closes_days_before"])
        found["registration_closes_at"] = moment(content["starts"]) - before
    return found


def _report(words: Words, content: Content) -> dict[str, Any]:
    report = content.get("report")
    if report is None:
        return {}
    texts = {
        name: words.rich([(report["it"][key], report["en"][key])]).source
        for name, key in (
            ("minutes_text", "minutes"),
            ("decisions", "decisions"),
            ("next_steps", "next"),
        )
    }
    numbers = ("attended_count", "organisations_count", "contributions_count")
    return {"has_report": True, **texts, **{name: report.get(name) for name in numbers}}
