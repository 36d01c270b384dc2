"""Measure the newsletter's parts on one database, each in processes of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.databases import ROOT, Database
from bench.mailing import servers
from bench.mailing.issue import CARDS

RATES, CROWDS, KILLS = PARTS = ("rates", "crowds", "kills")
NO_SINK = "smtp-sink is not installed (Debian: the package postfix)"


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    readers: int = 2_000
    connections: tuple[int, ...] = (1, 2)
    turns: int = 7
    crowds: tuple[int, int] = (1_000, 100_000)
    kill_readers: int = 10_000
    kills: int = 100


QUICK = Sizes(readers=300, connections=(1,), turns=1, crowds=(100, 900), kill_readers=800, kills=6)


@dataclass(frozen=True)
class Found:
    """What was measured on one database; a part that was not asked for is empty."""

    database: str
    version: str
    sizes: Sizes
    # By number of connections: the rates of all turns, by way of sending.
    rates: dict[int, dict[str, list[float]]]
    # By number of recipients: what the freeze and what the sending needed.
    crowds: dict[int, dict[str, dict[str, float]]]
    kills: dict[str, Any]


def measure(database: Database, parts: set[str], sizes: Sizes, say: Callable[[str], None]) -> Found:
    """Measure the parts that are asked for. Readers only become more, so the order matters."""
    database.fill(CARDS)
    small, large = sizes.crowds
    crowds = {}
    if CROWDS in parts:
        crowds[small] = _crowd(database, small, say)
    rates = {}
    if RATES in parts:
        for connections in sizes.connections:
            say(f"{database.name}: rates over {connections} connections")
            arguments = (sizes.readers, connections, sizes.turns)
            rates[connections] = _run(database, "rates", *arguments)
    kills = {}
    if KILLS in parts:
        say(f"{database.name}: {sizes.kills} kills")
        kills = _run(database, "kills", sizes.kill_readers, sizes.kills)
    if CROWDS in parts:
        crowds[large] = _crowd(database, large, say)
    return Found(database.name, database.version, sizes, rates, crowds, kills)


def _crowd(
    database: Database, readers: int, say: Callable[[str], None]
) -> dict[str, dict[str, float]]:
    say(f"{database.name}: {readers:,} recipients")
    mailing_id = _run(database, "crowds", "prepare", readers)
    return {what: _run(database, "crowds", what, mailing_id) for what in ("freeze", "send")}


def _run(database: Database, module: str, *arguments: object) -> Any:
    """Run a part; what it says on its last line."""
    assert servers.SINK is not None, NO_SINK
    answer = subprocess.run(
        [sys.executable, "-m", f"bench.mailing.{module}", *map(str, arguments)],
        cwd=ROOT,
        env=database.environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(answer.stdout.splitlines()[-1])
