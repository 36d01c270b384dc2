"""What is read, and how fast: ours beside Wagtail's API on the same pages and the same server."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from bench.filling import RARE_TOPIC
from bench.loading import Clients, Load, Question, fetch, load
from bench.serving import Server

LIST = "/api/v1/entries/?view=full&kind=practice"
# The same twenty pages in the same order, with all fields.
WAGTAIL_LIST = (
    "/api/wagtail/pages/?type=practices.PracticePage&fields=*&limit=20&order=-first_published_at"
)
WAGTAIL_DETAIL = "/api/wagtail/pages/{page}/?fields=*"

EMPTY = "an empty view"
OUR_LIST = "list of 20, full"
CARDS = "list of 20, cards"
LIST_304 = "list of 20, full, known already (304)"
OF_A_TOPIC = "list of a topic that only the oldest have"
THEIR_LIST = "the same list, Wagtail API v2"
ENTRY = "one entry"
ENTRY_304 = "one entry, known already (304)"
THEIR_ENTRY = "the same page, Wagtail API v2"
POLL = "changes, nothing new"
CONNECTIONS = 4


@dataclass
class Figures:
    """What was measured of one case: medians over the rounds."""

    name: str
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    alone: list[Load] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests per second over several connections."""
        return median(self.rates)

    @property
    def cpu_ms(self) -> float | None:
        """Milliseconds of the server's processor time for one request."""
        return median(self.cpu) * 1000 if self.cpu else None

    def alone_ms(self, share: float) -> float:
        """Milliseconds on one connection, below which this share of the requests stays."""
        return median(one.percentile(share) for one in self.alone) * 1000


def measure(
    server: Server, *, rounds: int, seconds: float, say: Callable[[str], None]
) -> dict[str, Figures]:
    """Measure every case, in rounds, so that what else the machine does hits all alike."""
    cases = _cases(server.port)
    figures = {name: Figures(name) for name in cases}
    with Clients(CONNECTIONS) as clients:
        for question in cases.values():
            clients.load(question, seconds / 4)
        for number in range(1, rounds + 1):
            for name, question in cases.items():
                say(f"round {number}: {name}")
                _measure_once(server, clients, question, figures[name], seconds)
    return figures


def _measure_once(
    server: Server, clients: Clients, question: Question, figures: Figures, seconds: float
) -> None:
    before = server.cpu_seconds()
    together = clients.load(question, seconds)
    after = server.cpu_seconds()
    figures.rates.append(together.rate)
    if before is not None and after is not None:
        figures.cpu.append((after - before) / len(together.latencies))
    figures.alone.append(load(question, seconds))


def _cases(port: int) -> dict[str, Question]:
    """What to ask; before that, whether both lists carry the same pages."""
    ours = json.loads(fetch(port, LIST)[2])
    theirs = json.loads(fetch(port, WAGTAIL_LIST)[2])
    titles = [item["title"] for item in ours["items"]]
    if titles != [item["title"] for item in theirs["items"]] or len(titles) != 20:
        raise RuntimeError("The two lists do not carry the same twenty pages.")
    entry = f"/api/v1/entries/{ours['items'][7]['uid']}/"
    known = {"If-None-Match": fetch(port, entry)[1]["etag"]}
    known_list = {"If-None-Match": fetch(port, LIST)[1]["etag"]}
    return {
        EMPTY: Question(port, "/empty/"),
        OUR_LIST: Question(port, LIST),
        THEIR_LIST: Question(port, WAGTAIL_LIST),
        CARDS: Question(port, "/api/v1/entries/?kind=practice"),
        LIST_304: Question(port, LIST, known_list, 304),
        OF_A_TOPIC: Question(port, f"/api/v1/entries/?topic={RARE_TOPIC}"),
        ENTRY: Question(port, entry),
        ENTRY_304: Question(port, entry, known, 304),
        THEIR_ENTRY: Question(port, WAGTAIL_DETAIL.format(page=theirs["items"][7]["id"])),
        POLL: Question(port, _head_of_changes(port)),
    }


def _head_of_changes(port: int) -> str:
    """The address at which nothing is new."""
    path = "/api/v1/changes/?limit=100"
    while True:
        document = json.loads(fetch(port, path)[2])
        path = "/api" + document["next"].partition("/api")[2]
        if not document["has_more"]:
            return path
