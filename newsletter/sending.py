"""The loop that hands copies over: claim, commit the intent, hand over, write down.

Intents are committed for as many copies as can be handed over in a moment: one at a time to a
slow server, some dozens to a fast one. So a crash leaves little unsure, and the database is no
brake. See docs/newsletter.md.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from email.utils import parseaddr

from django.db import transaction
from django.utils import timezone

from core.refusals import About
from newsletter import (
    breaking,
    claiming,
    ending,
    failures,
    links,
    pacing,
    quiet,
    recording,
    repeating,
    tallying,
    verp,
)
from newsletter.mime import Letter, Personal, Sender
from newsletter.models import Delivery, Edition, Mailing, MailingState
from newsletter.personal import Placeholders
from newsletter.providers import (
    Answer,
    Provider,
    TroubleError,
    Verdict,
    before_any_mail,
    open_provider,
)
from newsletter.tallying import Tally

logger = logging.getLogger(__name__)

LEASE_COUNT = 200  # copies a sender takes at a time
MOMENT = 0.05  # seconds of handing over that a crash may leave unsure
# Where saying so on disk is slow, groups grow until it takes a sixth of the time, up to this.
LONGEST_MOMENT, WORTH = 0.25, 5
LARGEST_GROUP = 50

Clock = Callable[[], float]


def run(
    *,
    mailing_id: int,
    seconds: float,
    stop: threading.Event | None = None,
    provider: Provider | None = None,
    clock: Clock = time.monotonic,
) -> Tally:
    """Send what is due of a mailing for at most so many seconds, then finish it if it is over.

    Stops between two groups when `stop` is set. A mailing that is not being sent, or is waiting
    out a trouble, is left alone.
    """
    mailing = Mailing.objects.get(pk=mailing_id)
    if not is_due(mailing):
        return Tally()
    try:
        with before_any_mail():
            opened = provider or open_provider()
    except TroubleError as trouble:
        tallying.note(mailing, Tally(trouble=trouble))
        return Tally(trouble=trouble)
    sender = _Sender(mailing, opened, stop or threading.Event(), clock)
    try:
        with claiming.durable_intents():
            sender.send_until(clock() + seconds)
    finally:
        claiming.release(mailing_id=mailing_id, owner=sender.owner)
        sender.provider.close()
    tallying.note(mailing, sender.tally)
    ending.finish(mailing_id=mailing_id)
    return sender.tally


def due_mailings() -> list[int]:
    """The mailings a sender should look at now."""
    at_work = Mailing.objects.filter(state=MailingState.SENDING).order_by("started_at", "pk")
    return [mailing.pk for mailing in at_work if is_due(mailing)]


def has_due_copies(mailing_id: int) -> bool:
    """Whether a copy of a mailing can be handed over at this moment."""
    return claiming.due_copies(mailing_id).exists()


def letter_of(edition: Edition, mailing: Mailing) -> Letter:
    """The frozen edition as a message that lacks only what is personal."""
    sender = Sender(
        from_email=mailing.from_email,
        archive_url=edition.archive_url,
        feedback_id=f"{mailing.pk}:{edition.language}:newsletter:coophub",
    )
    return Letter(edition, Placeholders(edition.marker), sender)


def personal_of(delivery: Delivery, letter: Letter) -> Personal:
    """What one reader's copy has for itself; the same bytes for the same attempt."""
    subscriber, moment = delivery.subscriber, delivery.intent_at or timezone.now()
    token = links.unsubscribe_token(subscriber, delivery, at=moment)  # signed once, used twice
    return_path = verp.return_path(delivery.pk)
    # Where no mailbox is read by us, the number in the subject tells the people who read it.
    by_mail = f"{letter.sender.address}?subject=unsubscribe%20{delivery.pk}"
    return Personal(
        to=subscriber.email,
        message_id=message_id(delivery, letter.sender.domain),
        date=timezone.localtime(moment),
        preferences=links.preferences_url(subscriber, at=moment),
        unsubscribe=links.unsubscribe_page(token, subscriber.language),
        one_click=links.one_click_address(token),
        reference=f"{delivery.pk}-{delivery.attempt_id.hex}" if delivery.attempt_id else "",
        return_path=return_path,
        leave_by_mail=f"{return_path}?subject=unsubscribe" if return_path else by_mail,
    )


def message_id(delivery: Delivery, domain: str) -> str:
    """Names copy and attempt, so that any report about the mail leads back to its row."""
    attempt = delivery.attempt_id.hex if delivery.attempt_id else "0"
    return f"<{delivery.pk}.{attempt}@{domain}>"


class _Sender:
    """One sender at work on one mailing, with one connection."""

    def __init__(
        self, mailing: Mailing, provider: Provider, stop: threading.Event, clock: Clock
    ) -> None:
        self.mailing = mailing
        self.provider = provider
        self.owner = uuid.uuid4().hex
        self.tally = Tally()
        self._stop = stop
        self._clock = clock
        self._letters: dict[int, Letter] = {}
        self._outcomes: list[recording.Outcome] = []
        self._seconds_each = self._moment = MOMENT
        self._next_look = failures.AT_LEAST["bounces"]
        self._pace = pacing.Pace(parseaddr(mailing.from_email)[1])

    def send_until(self, end: float) -> None:
        """Send group after group until the time is over, nothing is due, or trouble comes."""
        self.tally.trouble = repeating.ask_again(
            mailing_id=self.mailing.pk,
            owner=self.owner,
            provider=self.provider,
            answer_to=self._answer_to,
            is_over=lambda: self._is_over(end),
        )
        try:
            while not self._is_over(end):
                numbers = claiming.claim(
                    mailing_id=self.mailing.pk, owner=self.owner, count=LEASE_COUNT
                )
                if not numbers:
                    return
                self._pace.look()
                while numbers and not self._is_over(end):
                    size = max(1, min(LARGEST_GROUP, int(self._moment / self._seconds_each)))
                    admission = self._pace.admit(numbers[:size])
                    for until, held in admission.held.items():
                        claiming.put_aside(numbers=held, owner=self.owner, until=until)
                    if admission.now and self._can_begin():
                        self._hand_over(self._begin(admission.now))
                    if self._does_harm():
                        return
                    if admission.is_exhausted:
                        return
                    numbers = numbers[size:]
        finally:
            self._write_down()

    def _write_down(self) -> None:
        """What came of the last group; refused for our sake is not refused for the reader's."""
        with transaction.atomic():
            recording.record(self._outcomes)
            if self.tally.row.proves_it:
                recording.bring_back(self.tally.row.copies)
        self._outcomes = []

    def _does_harm(self) -> bool:
        """Look, each time that some more were refused, whether the mailing should go on."""
        if self.tally.counts[Verdict.REFUSED] < self._next_look:
            return False
        self._next_look = self.tally.counts[Verdict.REFUSED] + failures.AT_LEAST["bounces"]
        self._write_down()
        return bool(breaking.look(mailing_id=self.mailing.pk))

    def _is_over(self, end: float) -> bool:
        return self._stop.is_set() or self.tally.trouble is not None or self._clock() >= end

    def _can_begin(self) -> bool:
        """Connect before anything is said to be on its way: then no copy is in doubt."""
        try:
            with before_any_mail():
                self.provider.open()
        except TroubleError as trouble:
            self.tally.trouble = trouble
        return self.tally.trouble is None

    def _begin(self, numbers: Sequence[int]) -> list[Delivery]:
        """Commit what came of the last group and the intent for the next one, both at once."""
        started = self._clock()
        with transaction.atomic():
            recording.record(self._outcomes)
            copies = claiming.commit_intent(numbers=numbers, owner=self.owner)
        self._outcomes = []
        self._moment = min(max(MOMENT, WORTH * (self._clock() - started)), LONGEST_MOMENT)
        return copies

    def _hand_over(self, copies: Sequence[Delivery]) -> None:
        """Hand a group over; what was not handed over, whatever the reason, waits again."""
        started, done = self._clock(), 0
        patience = claiming.lease_time().total_seconds() / 2
        try:
            for delivery in copies:
                if self._clock() - started > patience:
                    break
                answer = self._answer_to(delivery)
                self._outcomes.append((delivery, answer))
                done += 1
                self.tally.add(delivery, answer)
                if self.tally.trouble is not None:
                    break
                if answer.verdict is Verdict.DEFERRED and pacing.is_too_many(answer.code):
                    self._leave_alone(delivery, answer)
        except TroubleError as trouble:
            self.tally.trouble = trouble
        except BaseException:
            # It may have left before things went wrong.
            self._outcomes.append((copies[done], Answer(Verdict.UNCERTAIN, "error")))
            self.tally.counts[Verdict.UNCERTAIN] += 1
            done += 1
            raise
        finally:
            recording.take_back(copies[done:])
        if done:
            each = (self._clock() - started) / done
            self._seconds_each = max(each, MOMENT / LARGEST_GROUP)

    def _leave_alone(self, delivery: Delivery, answer: Answer) -> None:
        """The mailboxes of a domain want fewer mails."""
        name = pacing.domain_name(delivery.subscriber.email)
        until = timezone.now() + pacing.DOMAIN_REST
        pacing.cool(name=name, until=until, reason=answer.code)
        self._pace.look()

    def _answer_to(self, delivery: Delivery) -> Answer:
        try:
            letter, personal = self._made(delivery)
            return self.provider.hand_over(letter, personal)
        except ValueError:
            # Nothing leaves before the whole mail has been put together.
            logger.exception("copy %s cannot be put together", delivery.pk)
            return Answer(Verdict.REFUSED, tallying.UNSENDABLE, about=About.UNCLEAR)

    def _made(self, delivery: Delivery) -> tuple[Letter, Personal]:
        """A copy's mail. A mistake of ours concerns all of them: raises TroubleError."""
        try:
            letter = self._letters.get(delivery.edition_id)
            if letter is None:
                edition = Edition.objects.get(pk=delivery.edition_id)
                letter = self._letters[delivery.edition_id] = letter_of(edition, self.mailing)
            return letter, personal_of(delivery, letter)
        except ValueError:
            raise
        except Exception as error:
            logger.exception("copy %s cannot be put together", delivery.pk)
            reason = f"making {type(error).__name__}"
            raise TroubleError(reason, is_configuration=True) from error


def is_due(mailing: Mailing) -> bool:
    """Whether a mailing is being sent and nothing holds all of its copies at this moment."""
    now = timezone.now()
    if mailing.state != MailingState.SENDING:
        return False
    if mailing.held_until is not None and mailing.held_until > now:
        return False
    if not mailing.sends_at_night and quiet.quiet_until(now):
        return False
    names = [pacing.provider_name(), pacing.sender_name(parseaddr(mailing.from_email)[1])]
    return pacing.cooled_until(names) is None
