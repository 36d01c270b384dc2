"""What was measured, as a page of Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bench import reading
from bench.reading import CONNECTIONS, Figures
from bench.serving import WORKERS

OPENING = """\
# Performance

Written by `make bench`; do not edit. Times depend on the machine and on what else it does: the \
ratios are what counts, because both sides of each are measured in the same run, in turns.

`make bench` measures everything and takes about half an hour. `make bench ARGS="--only reading"` \
(or `rates`, `crowds`, `kills`; several at once) measures these parts alone and leaves the \
others' figures as they stand; `--quick` is for a look and should go to a page of its own \
(`--output`). PostgreSQL is measured where it answers. Needed for sending: Postfix's `smtp-sink`.
"""
NOT_YET = "Not measured yet.\n"
HEADINGS = {
    "reading": "Reading",
    "rates": "Newsletter: how fast an issue is handed over",
    "crowds": "Newsletter: a hundred times as many recipients",
    "kills": "Newsletter: senders that are killed",
}


@dataclass(frozen=True)
class Measured:
    """The figures of one database at one size."""

    database: str
    version: str
    size: int
    figures: dict[str, Figures]


@dataclass(frozen=True)
class Ratio:
    """A figure to reach, and what came of it."""

    name: str
    target: str
    values: list[str]
    is_reached: bool | None


def page(old: str, sections: dict[str, str]) -> str:
    """The whole page: what was measured now, and of the other parts what the old page says."""
    parts = [OPENING]
    for name, heading in HEADINGS.items():
        begin, end = f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
        before = old.partition(f"{begin}\n")[2].partition(f"{end}\n")[0]
        if name in sections:
            before = f"{sections[name]}\n"
        parts.append(f"## {heading}\n\n{begin}\n{before or NOT_YET}{end}\n")
    return "\n".join(parts)


def reading_section(measured: list[Measured], written: int, quick: bool) -> str:
    """What was measured of the lists."""
    databases = [f"{one.database} {one.version}" for one in measured]
    parts = [
        surroundings(databases, quick),
        ratio_table(measured),
        _how(written),
        *(_figures(one) for one in measured),
    ]
    return "\n\n".join(parts)


def ratio_table(measured: list[Measured]) -> str:
    """The ratios to reach, for each database and size."""
    heads = [f"{one.database}, {one.size:,}" for one in measured]
    lines = [_line("", "to reach", *heads), _line("---", "---", *["---:"] * len(heads))]
    lines += [_line(one.name, one.target, *one.values) for one in ratios(measured)]
    return "\n".join(lines)


def ratios(measured: list[Measured]) -> list[Ratio]:
    """Work out every ratio."""
    return [
        _ratio(
            measured, "list of 20 full entries beside Wagtail’s API v2, requests per second",
            reading.OUR_LIST, reading.THEIR_LIST, at_least=100,
        ),
        _ratio(
            measured, "one entry beside an empty view, requests per second",
            reading.ENTRY, reading.EMPTY, at_least=0.6,
        ),
        _ratio(
            measured, "304 beside an empty view, requests per second",
            reading.ENTRY_304, reading.EMPTY, at_least=0.8,
        ),
        _growth(measured),
    ]  # fmt: skip


def _ratio(measured: list[Measured], name: str, of: str, beside: str, at_least: float) -> Ratio:
    values = [one.figures[of].rate / one.figures[beside].rate for one in measured]
    is_share = at_least < 1
    words = [f"{value:.0%}" if is_share else f"{value:,.0f} ×" for value in values]
    target = f"≥ {at_least:.0%}" if is_share else f"≥ {at_least:.0f} ×"
    return Ratio(name, target, words, all(value >= at_least for value in values))


def _growth(measured: list[Measured]) -> Ratio:
    """How much slower the slow requests become when the hub grows."""
    first: dict[str, Measured] = {}
    words, values = [], []
    for one in measured:
        smallest = first.setdefault(one.database, one)
        if smallest is one:
            words.append("1")
            continue
        now, before = (each.figures[reading.OUR_LIST].alone_ms(0.95) for each in (one, smallest))
        values.append(now / before)
        words.append(f"{now / before:.2f}")
    name = "the same list, 95th percentile, beside the smallest hub"
    return Ratio(name, "≤ 1.2", words, all(value <= 1.2 for value in values))


def _figures(one: Measured) -> str:
    lines = [
        f"### {one.database} {one.version}, {one.size:,} practices",
        "",
        _line("", "requests/s", "server CPU, ms", "median, ms", "95th percentile, ms"),
        _line("---", "---:", "---:", "---:", "---:"),
    ]
    lines += [
        _line(
            figures.name,
            _number(figures.rate),
            _number(figures.cpu_ms),
            _number(figures.alone_ms(0.5)),
            _number(figures.alone_ms(0.95)),
        )
        for figures in one.figures.values()
    ]
    return "\n".join(lines)


def _how(written: int) -> str:
    return (
        f"The hub is served by granian with {WORKERS} workers, as in operation. Requests per "
        f"second: {CONNECTIONS} connections that ask without a pause. Median and 95th percentile: "
        "one connection alone. CPU: processor time of all server processes, per request. Wagtail’s "
        "API v2 is mounted for the measurement only, on the same pages, with the same fields, in "
        "the same order; that both lists carry the same twenty pages is checked first.\n\n"
        f"Pages are inserted in bulk; each has a picture, two topics, a province and some 8 KB of "
        f"text. The first {written} go through the catalogue’s real writer, the rest are copies of "
        "their rows under other identities. The topic “that only the oldest have” is the worst "
        "case of a filter: the newest entries must all be passed over."
    )


def surroundings(databases: Iterable[str], quick: bool) -> str:
    """When and on what it was measured."""
    words = [
        f"{datetime.now(UTC):%d %B %Y}",
        f"{os.cpu_count()} cores ({platform.machine()}) under a load of {os.getloadavg()[0]:.1f}",
        f"Python {platform.python_version()}",
        *dict.fromkeys(databases),
    ]
    hint = " A quick run: sizes and times too small to mean much." if quick else ""
    return ", ".join(words) + "." + hint


def _number(value: float | None) -> str:
    """A figure with three digits that count."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
