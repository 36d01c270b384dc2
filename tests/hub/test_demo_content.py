"""The demo's words, looked at without a database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from hub.demo import pictures, reading
from hub.demo.words import Words

LIMITS = {
    "title": 120,
    "subtitle": 200,
    "summary": 300,
    "need": 600,
    "innovation": 800,
    "did_not_work": 800,
    "quote": 600,
    "quote_by": 120,
    "question": 200,
    "outcome": 1200,
    "inclusion": 600,
    "desk": 200,
    "eligibility": 600,
    "how_to_answer": 600,
    "results": 2000,
    "venue": 120,
    "address": 200,
    "access": 250,
    "subject": 120,
    "preheader": 150,
    "claim": 160,
}
ONLY_ITALIAN = {"cortile-dei-tigli", "lana-di-ritorno", "lingua-tra-i-filari"}
FOLDERS = ("practices", "events", "paths", "calls", "issues", "publications")
SINGLE = ("pages/home", "pages/chi-siamo", "pages/privacy", "pages/accessibilita")


def pages() -> Iterator[tuple[str, dict[str, Any]]]:
    for folder in FOLDERS:
        for content in reading.read_folder(folder):
            yield f"{folder}/{content['slug']}", content
    for name in SINGLE:
        yield name, reading.read(name)
    for name, content in reading.read("pages/indexes").items():
        yield f"index {name}", content


@pytest.mark.parametrize(("name", "content"), list(pages()))
def test_every_text_fits_its_field(name, content):
    for language in ("it", "en"):
        texts = content.get(language, {})
        too_long = {
            field: len(texts[field])
            for field, limit in LIMITS.items()
            if len(texts.get(field, "")) > limit
        }
        assert too_long == {}, f"{name} in {language}"
        for value, label in texts.get("figures", []):
            assert len(value) <= 20
            assert len(label) <= 80


@pytest.mark.parametrize(("name", "content"), list(pages()))
def test_english_says_as_much_as_italian(name, content):
    if content.get("slug") in ONLY_ITALIAN:
        assert "en" not in content
        return
    words = Words(content)
    italian, english = set(content["it"]), set(content["en"])
    assert italian - {"slug"} == english - {"slug"}, name
    for field in ("body", "what"):
        assert all(en for _it, en in words.paragraphs(field))
    assert all(len(en) == 2 for _it, en in words.pairs("figures"))


def test_every_page_names_a_picture_that_exists():
    named = {content["picture"] for _name, content in pages()}
    assert named == set(pictures.SCENES)


def test_every_picture_is_described_in_both_languages():
    described = reading.read("pictures")
    assert set(described) == set(pictures.SCENES)
    for alt in described.values():
        assert 20 <= len(alt["it"]) <= 250
        assert 20 <= len(alt["en"]) <= 250


def test_the_demo_holds_what_it_promises():
    cooperatives = reading.read("cooperatives")["cooperative"]
    assert len(cooperatives) >= 20
    assert {one["kind"] for one in cooperatives} == {
        "social-a",
        "social-b",
        "social-a-b",
        "consortium",
        "community",
    }
    practices = reading.read_folder("practices")
    assert len(practices) == 24
    assert {one["maturity"] for one in practices} == {
        "idea",
        "pilot",
        "running",
        "consolidated",
        "replicated",
        "policy",
        "ended",
    }
    events = reading.read_folder("events")
    assert len([one for one in events if isinstance(one["starts"], dict)]) == 10
    assert {one["mode"] for one in events} == {"in-person", "online", "hybrid"}
    assert {one.get("status") for one in events} == {None, "cancelled", "postponed"}
    assert len(reading.read("collections")["collection"]) == 5


def test_curators_notes_fit_and_stand_in_both_languages():
    for collection in reading.read("collections")["collection"]:
        for language in ("it", "en"):
            assert len(collection[language]["intro"]) <= 1000
            assert all(0 < len(item[language]) <= 300 for item in collection["items"])


def test_no_address_could_belong_to_somebody():
    text = "\n".join(path.read_text(encoding="utf-8") for path in reading.CONTENT.rglob("*.toml"))
    domains = set(re.findall(r"[\w.]+@([\w.-]+\w)", text)) | set(
        re.findall(r"https?://([\w.-]+)", text)
    )
    assert domains
    assert all(re.search(r"(^|\.)example(\.org)?$", domain) for domain in domains), domains


def test_a_relative_date_keeps_its_hour_when_the_clock_changes():
    with time_machine.travel("2026-10-20T12:00:00+02:00", tick=False):
        moment = reading.moment({"in_days": 10, "at": "18:00"})
    assert moment.isoformat() == "2026-10-30T18:00:00+01:00"


def test_the_dates_of_copparo_never_move():
    starts = {one["slug"]: one["starts"] for one in reading.read_folder("events")}
    trade = reading.moment(starts["copparo-associazioni-di-categoria"])
    volunteers = reading.moment(starts["copparo-associazioni-di-volontariato"])
    assert trade.isoformat() == "2021-11-03T00:00:00+01:00"
    assert volunteers.isoformat() == "2021-11-08T21:00:00+01:00"
