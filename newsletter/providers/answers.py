"""What may come of handing a mail over, whoever takes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol

from core.refusals import About
from newsletter.mime import Letter, Personal


class Verdict(Enum):
    """What became of one mail."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    """Not taken now; it may be tried again."""
    REFUSED = "refused"
    """Not taken, and trying again is no use."""
    UNCERTAIN = "uncertain"
    """It left, and no answer came: it may have arrived."""
    UNWANTED = "unwanted"
    """Not taken because it comes from us: the reader has nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one mail.

    `code` is a number or a word of ours: the server's own words repeat the address. `about` says
    of whom a refusal speaks, where that was asked.
    """

    verdict: Verdict
    code: str = ""
    provider_id: str = ""
    about: About | None = None


class TroubleError(Exception):
    """The server takes no mail at all now; the mail in hand has not left.

    With `is_configuration` waiting will not help: somebody has to look at the settings; with
    `is_plain` there is no doubt either: the other side has said that it takes nothing from us. With
    `is_busy` it wants fewer mails; `retry_after` is how long it asks us to wait, in
    seconds, where it says so. With `is_rest` nobody was asked: all servers are being left alone
    for `retry_after` seconds.
    """

    def __init__(
        self,
        reason: str,
        *,
        is_configuration: bool,
        is_plain: bool = False,
        is_busy: bool = False,
        is_rest: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_configuration = is_configuration
        self.is_plain = is_plain
        self.is_busy = is_busy
        self.is_rest = is_rest
        self.retry_after = retry_after


@contextmanager
def before_any_mail() -> Iterator[None]:
    """Nothing has left while a connection is being opened: what goes wrong is a TroubleError."""
    try:
        yield
    except TroubleError:
        raise
    except Exception as error:
        is_network = isinstance(error, OSError)
        reason = f"opening {type(error).__name__}"
        raise TroubleError(reason, is_configuration=not is_network) from error


class Provider(Protocol):
    """Takes mails one by one. Not shared between threads."""

    @property
    def remembers(self) -> timedelta | None:
        """How long it knows a mail by its key, and takes it only once; None where it does not."""

    def open(self) -> None:
        """Connect, if that has not been done; before any copy is said to be on its way.

        Raises TroubleError when the server takes none at all.
        """

    def hand_over(self, letter: Letter, personal: Personal) -> Answer:
        """Hand one mail over. Raises TroubleError when the server takes none at all."""

    def close(self) -> None:
        """Let the connection go."""
