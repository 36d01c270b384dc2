"""Several mail servers at once: mails leave by each in turn, and when one is away by the others.

A server that is away, busy or wrongly set is left alone for a while, by every sender and for
every issue; so is one that keeps putting off what others take. Each has a pace of its own. Only
what a server has certainly not taken is given to the next one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from newsletter import pacing
from newsletter.mime import Letter, Personal
from newsletter.providers.answers import Answer, Provider, TroubleError, Verdict
from newsletter.providers.servers import Server
from newsletter.providers.smtp import SmtpProvider

logger = logging.getLogger(__name__)

# How long a server is left alone: one that is away or busy, one that needs somebody to look.
REST, LONG_REST = timedelta(minutes=1), timedelta(minutes=10)
# So many mails in a row that a server put off and another one took.
ENOUGH = 5
# Replies that may concern the server and not the mailbox: another server may be asked.
ELSEWHERE = ("421", "450", "451")
LOOK_EVERY = 5.0  # seconds
TOKENS = 10  # taken at a time
SHORT_WAIT = 2.0  # seconds, where all servers have had what they may be given


class ServerPool:
    """One connection to each server, opened when it is needed."""

    remembers = None  # SMTP has no keys

    def __init__(
        self,
        servers: Sequence[Server],
        opened: Callable[[Server], Provider] = SmtpProvider,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ways = [_Way(server, opened(server)) for server in servers]
        self._clock = clock
        self._looked_at: float | None = None

    def open(self) -> None:
        """See that one server at least can be reached. Raises TroubleError."""
        self._look()
        troubles: list[TroubleError] = []
        for way in [way for way in self._ways if way.may_be_asked()]:
            try:
                way.provider.open()
            except TroubleError as trouble:
                troubles.append(trouble)
                way.leave_alone(trouble)
            else:
                return
        raise self._sum_of(troubles)

    def hand_over(self, letter: Letter, personal: Personal) -> Answer:
        """Hand one mail over by the next server that takes it.

        Raises TroubleError when none takes mails now.
        """
        self._look()
        troubles: list[TroubleError] = []
        put_off: list[tuple[_Way, Answer]] = []
        for way in [way for way in self._in_turn() if way.may_be_asked()]:
            try:
                answer = way.provider.hand_over(letter, personal)
            except TroubleError as trouble:
                troubles.append(trouble)
                way.leave_alone(trouble)
                continue
            way.tokens -= 1
            if _may_go_elsewhere(answer):
                put_off.append((way, answer))
                continue
            way.put_off_in_a_row = 0
            _blame(put_off)
            return answer
        if put_off:
            return put_off[0][1]
        raise self._sum_of(troubles)

    def close(self) -> None:
        """Let all connections go."""
        for way in self._ways:
            way.provider.close()

    def _in_turn(self) -> list[_Way]:
        """All servers, each time another one first."""
        self._ways = [*self._ways[1:], self._ways[0]]
        return list(self._ways)

    def _look(self) -> None:
        """See now and then which servers are to be left alone, whoever found that out."""
        now = self._clock()
        if self._looked_at is None or now - self._looked_at >= LOOK_EVERY:
            self._looked_at = now
            resting = pacing.cooled([way.name for way in self._ways])
            for way in self._ways:
                way.rests_until = resting.get(way.name)

    def _sum_of(self, troubles: Sequence[TroubleError]) -> TroubleError:
        """What to say where no server took the mail."""
        if troubles:
            return TroubleError(
                troubles[0].reason,
                is_configuration=all(one.is_configuration for one in troubles),
                is_plain=all(one.is_plain for one in troubles),
                is_busy=all(one.is_busy for one in troubles),
                retry_after=min((one.retry_after or 0.0 for one in troubles), default=0.0) or None,
            )
        now = timezone.now()
        rests = [way.rests_until for way in self._ways]
        ends = [until for until in rests if until is not None and until > now]
        is_pace = len(ends) < len(rests)
        wait = SHORT_WAIT if is_pace else (min(ends) - now).total_seconds()
        return TroubleError(
            "all servers rest", is_configuration=False, is_rest=True, retry_after=wait
        )


class _Way:
    """One server, as one sender sees it."""

    def __init__(self, server: Server, provider: Provider) -> None:
        self.provider = provider
        self.name = pacing.server_name(server.address)
        self.is_limited = server.rate is not None
        self.tokens = 0
        self.rests_until: datetime | None = None
        self.put_off_in_a_row = 0

    def may_be_asked(self) -> bool:
        """Whether it is not being left alone, and may be given one more mail."""
        if self.rests_until is not None and self.rests_until > timezone.now():
            return False
        if self.is_limited and self.tokens < 1:
            self.tokens = pacing.take(name=self.name, count=TOKENS)
        return not self.is_limited or self.tokens >= 1

    def leave_alone(self, trouble: TroubleError) -> None:
        """Give it a rest, as every sender will."""
        rest = LONG_REST if trouble.is_configuration else REST
        if trouble.retry_after is not None:
            rest = max(rest, timedelta(seconds=trouble.retry_after))
        self.rest(rest, trouble.reason)

    def rest(self, length: timedelta, reason: str) -> None:
        """Leave it alone for so long."""
        logger.warning("mail server %s is left alone: %s", self.name, reason)
        self.rests_until = timezone.now() + length
        self.put_off_in_a_row = 0
        pacing.cool(name=self.name, until=self.rests_until, reason=reason)


def _may_go_elsewhere(answer: Answer) -> bool:
    """Whether it concerned the server, not the mailbox: it has not taken the mail."""
    if answer.verdict is Verdict.UNWANTED:
        return True
    return answer.verdict is Verdict.DEFERRED and answer.code.startswith(ELSEWHERE)


def _blame(put_off: Sequence[tuple[_Way, Answer]]) -> None:
    """Another server took what these did not: it was not the mailbox."""
    for way, answer in put_off:
        way.put_off_in_a_row += 1
        if answer.code.startswith("421") or way.put_off_in_a_row >= ENOUGH:
            way.rest(REST, answer.code)
