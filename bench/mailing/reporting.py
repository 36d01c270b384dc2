"""What was measured of the newsletter, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median

from bench.mailing.kills import SIDE_BY_SIDE
from bench.mailing.measuring import Found
from bench.mailing.rates import OURS, RAW

RATE_TARGET = 0.8
GROWTH_TARGET = 1.2
Cells = Iterable[str]


def rates(found: list[Found]) -> str:
    """How fast, beside the yardsticks."""
    columns = [(one, count) for one in found for count in one.rates]
    heads = [f"{one.database}, {count} {_connections(count)}" for one, count in columns]
    ways = list(columns[0][0].rates[columns[0][1]])
    lines = [_head("messages a second (of raw smtplib)", heads)]
    for way in ways:
        cells = [
            f"{median(one.rates[count][way]):,.0f} ({share(one.rates[count], way):.0%})"
            for one, count in columns
        ]
        lines.append(_line([way, *cells]))
    return "\n".join(lines) + (
        f"\n\n{OURS}: to reach, {RATE_TARGET:.0%} of raw smtplib. Messages of an issue to "
        "Postfix’s `smtp-sink` on the same machine, over the same number of connections, in "
        "turns; the share is the usual one of a turn, because neighbours in time share what else "
        "the machine is doing. Raw smtplib has its bytes ready; ours makes every reader’s links, "
        "claims copies, commits intents and answers; Django’s backend has its links ready."
    )


def share(rates: dict[str, list[float]], way: str) -> float:
    """The usual ratio of a turn to raw smtplib."""
    return median(rate / raw for rate, raw in zip(rates[way], rates[RAW], strict=True))


def crowds(found: list[Found]) -> str:
    """What a hundred times as many recipients change."""
    columns = [(one, count) for one in found for count in one.crowds]
    lines = [_head("", [f"{one.database}, {count:,}" for one, count in columns])]
    rows: list[tuple[str, str, str, Callable[[float], str]]] = [
        ("freeze: statements", "freeze", "statements", "{:.0f}".format),
        ("freeze: seconds", "freeze", "seconds", "{:.2f}".format),
        ("freeze: peak memory, MB", "freeze", "peak", "{:.0f}".format),
        ("sending: seconds", "send", "seconds", "{:.1f}".format),
        ("sending: peak memory, MB", "send", "peak", "{:.0f}".format),
    ]
    for name, what, key, words in rows:
        cells = [words(one.crowds[count][what][key]) for one, count in columns]
        lines.append(_line([name, *cells]))
    growth = []
    for one in found:
        small, large = one.crowds
        grown = one.crowds[large]["send"]["peak"] / one.crowds[small]["send"]["peak"]
        growth.append(f"{one.database} {grown:.2f}")
    return "\n".join(lines) + (
        f"\n\nRecipients of one issue. Peak memory of the sender, the many beside the few: "
        f"{', '.join(growth)}; to reach, ≤ {GROWTH_TARGET}. To reach for the freeze: as many "
        "statements for many as for few. Each figure comes from a process of its own, as the "
        "system counts its memory; one connection."
    )


def kills(found: list[Found]) -> str:
    """What is left of a sending whose senders are killed."""
    rows = [
        ("recipients", "recipients"),
        ("senders killed", "kills"),
        ("accepted, and arrived", "accepted"),
        ("uncertain", "uncertain"),
        ("… of these arrived", "uncertain_arrived"),
        ("… where no kill fell between intent and outcome (to reach: 0)", "uncertain_elsewhere"),
        ("lost (to reach: 0)", "lost"),
        ("sent twice (to reach: 0)", "twice"),
        ("arrived and unknown to the ledger (to reach: 0)", "unknown"),
    ]
    lines = [_head("copies", [one.database for one in found])]
    lines += [_line([name, *(f"{one.kills[key]:,}" for one in found)]) for name, key in rows]
    return "\n".join(lines) + (
        f"\n\n{SIDE_BY_SIDE} senders at a time, each a process of its own, each killed with "
        "SIGKILL at a random moment; the mail server is another process, which notes who got a "
        "mail before it says so. Uncertain copies are never sent again by themselves: proof of "
        "their delivery or a person settles them."
    )


def has_held(found: list[Found]) -> bool:
    """Whether the accounts after the kills are as they must be."""
    must_be_none = ("uncertain_elsewhere", "lost", "twice", "unknown")
    return not any(one.kills.get(key) for one in found for key in must_be_none)


def _connections(count: int) -> str:
    return "connection" if count == 1 else "connections"


def _head(first: str, heads: Cells) -> str:
    heads = list(heads)
    return f"{_line([first, *heads])}\n{_line(['---', *['---:'] * len(heads)])}"


def _line(cells: Cells) -> str:
    return "| " + " | ".join(cells) + " |"
