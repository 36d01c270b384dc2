"""What a sender met with, and what follows for the mailing: go on, wait, or pause and say why.

Troubles of the server and refusals that speak of us are nobody's failure: the copies wait. One
refusal proves little, as servers word them badly; several in a row over more than one domain do.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from core.refusals import About
from newsletter import breaking, pacing, recording, steering, transitions
from newsletter.models import Delivery, Mailing, MailingState
from newsletter.providers import Answer, TroubleError, Verdict

logger = logging.getLogger(__name__)

# So many troubles in a row pause a mailing: of the settings, of a server that is only busy.
TROUBLES = {True: 3, False: 12}
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=10)
# So many refusals in a row, over so many domains of mailboxes, are about us.
ENOUGH, DOMAINS = 5, 2
# What could not be put together: one after the other, it is our mistake.
UNSENDABLE = "unsendable"


@dataclass(slots=True)
class Row:
    """Refusals of one sort that came one after the other."""

    sort: str = ""
    code: str = ""
    copies: list[int] = field(default_factory=list)
    domains: set[str] = field(default_factory=set)

    @property
    def reason(self) -> str:
        """Why a mailing is paused for it."""
        return UNSENDABLE if self.code == UNSENDABLE else f"{recording.UNWANTED} {self.code}"

    @property
    def proves_it(self) -> bool:
        """Whether they are about us, beyond doubt."""
        return len(self.copies) >= ENOUGH and len(self.domains) >= DOMAINS


@dataclass(slots=True)
class Tally:
    """What a sender did: copies by verdict, and the trouble that stopped it, if any."""

    counts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    trouble: TroubleError | None = None
    row: Row = field(default_factory=Row)
    # Whether the row began in this tally, not in one before it.
    is_row_whole: bool = False

    @property
    def accepted(self) -> int:
        """How many copies the server took."""
        return self.counts[Verdict.ACCEPTED]

    def add(self, delivery: Delivery, answer: Answer) -> None:
        """Count an answer; where it is one too many of its sort, it is a trouble."""
        self.counts[answer.verdict] += 1
        sort = _sort_of(answer)
        if sort is None:
            return
        if sort != self.row.sort:
            self.is_row_whole = self.is_row_whole or bool(self.row.copies)
            self.row = Row(sort)
        if not sort:
            self.is_row_whole = True
        else:
            self.row.code = answer.code
            self.row.copies.append(delivery.pk)
            self.row.domains.add(pacing.domain_name(delivery.subscriber.email))
        if self.row.proves_it:
            self.trouble = TroubleError(self.row.reason, is_configuration=True, is_plain=True)


def note(mailing: Mailing, tally: Tally) -> None:
    """Keep count of the server's troubles; too many in a row pause the mailing and say why."""
    breaking.look(mailing_id=mailing.pk)
    has_answers = any(tally.counts.values())
    is_well = tally.trouble is None and has_answers and not tally.row.copies
    if tally.is_row_whole or is_well:
        _forget_troubles(mailing)
    if tally.row.copies and _is_refused(mailing, tally.row):
        return
    if tally.trouble is not None:
        _note_trouble(mailing, tally.trouble)
    elif not has_answers and (reason := _stuck(mailing)):
        _pause(mailing, reason)


def _sort_of(answer: Answer) -> str | None:
    """What makes refusals alike; "" for what ends a row, None for what says nothing about it."""
    if answer.verdict is Verdict.UNWANTED:
        return recording.UNWANTED
    if answer.verdict is Verdict.REFUSED and answer.about is About.UNCLEAR:
        return answer.code
    is_neutral = answer.verdict in {Verdict.DEFERRED, Verdict.UNCERTAIN}
    return None if is_neutral else ""


def _note_trouble(mailing: Mailing, trouble: TroubleError) -> None:
    rows = Mailing.objects.filter(pk=mailing.pk)
    logger.warning("mailing %s waits: %s", mailing.pk, trouble.reason)
    if trouble.is_rest:
        # Nobody was asked, so it is no new trouble.
        rest = timedelta(seconds=trouble.retry_after or 0)
        rows.update(held_until=timezone.now() + rest)
        return
    rows.update(troubles_in_a_row=F("troubles_in_a_row") + 1)
    count = rows.values_list("troubles_in_a_row", flat=True).get()
    if trouble.is_plain or count >= TROUBLES[trouble.is_configuration]:
        _pause(mailing, trouble.reason)
        return
    wait = min(FIRST_WAIT * 2 ** (count - 1), LONGEST_WAIT)
    if trouble.retry_after is not None:
        wait = max(wait, timedelta(seconds=trouble.retry_after))
    until = timezone.now() + wait
    rows.update(held_until=until)
    if trouble.is_busy:
        # Every issue takes the same way: all of them wait.
        pacing.cool(name=pacing.provider_name(), until=until, reason=trouble.reason)


def _is_refused(mailing: Mailing, row: Row) -> bool:
    """Whether a row shows that we are not wanted; then all of it waits again, and the mailing too.

    A row goes on from turn to turn and from sender to sender: where few mails leave at a time,
    none is long by itself.
    """
    rows = Mailing.objects.filter(pk=mailing.pk)
    rows.update(troubles_in_a_row=F("troubles_in_a_row") + len(row.copies))
    now = rows.get()
    if now.state == MailingState.PAUSED and now.reason == row.reason:
        # Another sender found it out while this one had some in its hands.
        recording.bring_back(row.copies)
        return True
    _add_others(mailing, row, now.troubles_in_a_row - len(row.copies))
    if not row.proves_it:
        return False
    recording.bring_back(row.copies)
    _pause(mailing, row.reason)
    return True


def _add_others(mailing: Mailing, row: Row, count: int) -> None:
    """Add to a row what was turned down in the same way just before."""
    same = recording.turned_down(mailing.pk, row.code, is_unwanted=row.sort == recording.UNWANTED)
    others = (
        same.exclude(pk__in=row.copies)
        .filter(subscriber__isnull=False)
        .values_list("pk", "subscriber__email")
    )
    for number, email in others[: max(count, 0)]:
        row.copies.append(number)
        row.domains.add(pacing.domain_name(email))


def _forget_troubles(mailing: Mailing) -> None:
    troubled = Mailing.objects.filter(pk=mailing.pk, troubles_in_a_row__gt=0)
    troubled.update(troubles_in_a_row=0, held_until=None)


def _stuck(mailing: Mailing) -> str:
    """Why nothing moves: all that waits is not wanted from us. "" where something else waits."""
    waiting: QuerySet[Delivery] = Delivery.objects.filter(
        mailing_id=mailing.pk, state__in=transitions.ACCOUNTS["waiting"]
    )
    unwanted = recording.unwanted(mailing.pk)
    first = unwanted.order_by("pk").values_list("reason", flat=True).first()
    if first is None or waiting.exclude(pk__in=unwanted.values("pk")).exists():
        return ""
    return str(first)


def _pause(mailing: Mailing, reason: str) -> None:
    try:
        steering.pause(mailing_id=mailing.pk, reason=reason)
    except transitions.NotAllowedError:
        return  # a person was quicker
