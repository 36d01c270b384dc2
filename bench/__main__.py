"""Measure the hub: `make bench`, or `python -m bench --quick` for a look.

Writes docs/performance.md and prints it. Needs nothing running; PostgreSQL is measured where it
answers, sending where Postfix's smtp-sink is installed.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import databases, filling, reading, reporting, serving
from bench.databases import Database
from bench.mailing import measuring, servers
from bench.mailing import reporting as mailing_reporting
from bench.mailing.measuring import CROWDS, KILLS, RATES, Found
from bench.reporting import Measured

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
READING = "reading"
EVERYTHING = (READING, *measuring.PARTS)


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for; return 0, or 1 where killed senders lost or doubled a mail."""
    options = _options(arguments)
    parts = set(options.only or EVERYTHING)
    if servers.SINK is None and parts & set(measuring.PARTS):
        _say(f"{measuring.NO_SINK}: sending is left out")
        parts -= set(measuring.PARTS)
    mailing_parts = parts - {READING}
    measured, found = list[Measured](), list[Found]()
    for database in _databases(options):
        if READING in parts:
            measured += _read(database, options)
        if mailing_parts:
            found.append(measuring.measure(database, mailing_parts, options.mailing, _say))
    sections = {}
    if READING in parts:
        sections[READING] = reporting.reading_section(measured, filling.WRITTEN, options.quick)
    words = reporting.surroundings(
        (f"{one.database} {one.version}" for one in found), options.quick
    )
    for name, section in (
        (RATES, mailing_reporting.rates),
        (CROWDS, mailing_reporting.crowds),
        (KILLS, mailing_reporting.kills),
    ):
        if name in parts:
            sections[name] = f"{words}\n\n{section(found)}"
    old = options.output.read_text(encoding="utf-8") if options.output.exists() else ""
    page = reporting.page(old, sections)
    options.output.write_text(page, encoding="utf-8")
    print(page)
    return 0 if mailing_reporting.has_held(found) else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=EVERYTHING, help="measure these parts alone")
    parser.add_argument("--quick", action="store_true", help="small and short, for a look")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of practices, rising")
    parser.add_argument("--rounds", type=int, help="how often each thing is measured")
    parser.add_argument("--seconds", type=float, help="how long each time")
    parser.add_argument("--crowds", type=int, nargs=2, help="few and many recipients")
    parser.add_argument("--kills", type=int, help="how many senders are killed")
    parser.add_argument("--no-postgres", action="store_true", help="leave out PostgreSQL")
    parser.add_argument("--postgres", default=databases.USUAL_POSTGRES, help="a server to use")
    parser.add_argument("--start", type=Path, help="an SQLite file that is migrated already")
    parser.add_argument("--output", type=Path, default=PAGE, help="the page to write")
    options = parser.parse_args(arguments)
    options.sizes = options.sizes or ([40, 80] if options.quick else [1_000, 20_000])
    options.rounds = options.rounds or (1 if options.quick else 5)
    options.seconds = options.seconds or (0.3 if options.quick else 1.5)
    if min(options.sizes) < 20:
        parser.error("--sizes: a list has 20 entries, so there must be as many practices")
    options.mailing = _mailing_sizes(options)
    return options


def _mailing_sizes(options: argparse.Namespace) -> measuring.Sizes:
    """How much of the newsletter: usual or quick, with what was asked for."""
    usual = measuring.QUICK if options.quick else measuring.Sizes()
    asked = {"crowds": options.crowds and tuple(options.crowds), "kills": options.kills}
    return dataclasses.replace(usual, **{name: value for name, value in asked.items() if value})


def _databases(options: argparse.Namespace) -> Iterator[Database]:
    """A new database of each kind, one after the other."""
    with databases.sqlite(options.start) as database:
        yield database
    if not options.no_postgres:
        with databases.postgres(options.postgres) as server_database:
            if server_database is None:
                _say(f"PostgreSQL does not answer at {options.postgres}: left out")
            else:
                yield server_database


def _read(database: Database, options: argparse.Namespace) -> list[Measured]:
    """Measure one database at each size."""
    found = []
    for size in sorted(options.sizes):
        _say(f"{database.name}: {size:,} practices")
        database.fill(size)
        with serving.server(database.environment) as server:
            figures = reading.measure(
                server, rounds=options.rounds, seconds=options.seconds, say=_say
            )
        found.append(Measured(database.name, database.version, size, figures))
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
