"""How much two names of organisations are alike."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

# What nearly every such name holds, so that it tells nothing about whose it is.
NOISE = frozenset(
    [
        "a",
        "ar",
        "arl",
        "azioni",
        "coop",
        "cooperativa",
        "cooperative",
        "consortile",
        "e",
        "ets",
        "impresa",
        "in",
        "l",
        "limitata",
        "liquidazione",
        "onlus",
        "per",
        "r",
        "responsabilita",
        "rl",
        "s",
        "sc",
        "scarl",
        "scpa",
        "scrl",
        "scs",
        "sigla",
        "soc",
        "sociale",
        "sociali",
        "societa",
        "spa",
        "srl",
    ]
)
SHORTEST = 3


def bare_name(name: str) -> str:
    """The words of a name that tell whose it is, without accents and in order."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.findall(r"[a-z0-9]+", plain.replace(".", ""))
    telling = [word for word in words if word not in NOISE]
    return " ".join(sorted(telling or words))


class Wanted:
    """A name to which others are compared, one after the other."""

    def __init__(self, name: str) -> None:
        self.bare = bare_name(name)
        self._matcher = SequenceMatcher(autojunk=False)
        self._matcher.set_seq2(self.bare)

    @property
    def is_enough(self) -> bool:
        """Whether there is enough of it to compare."""
        return len(self.bare) >= SHORTEST

    def alike(self, name: str, least: float) -> float:
        """From 0 to 1; 0 where it is less than `least`. Cheap bounds first: there are thousands."""
        self._matcher.set_seq1(bare_name(name))
        if self._matcher.real_quick_ratio() < least or self._matcher.quick_ratio() < least:
            return 0.0
        return self._matcher.ratio()
