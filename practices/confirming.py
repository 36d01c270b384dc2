"""Asking cooperatives whether what is told of them is right, and whether it is still so.

An inquiry is a row first, then a letter with a link; the link opens a page, and only its button
answers. What a cooperative answers never changes a published page: staff do, and then settle the
answer.
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from core import posting, tokens
from core.models import User
from practices.contacting import NoAddress, contact_of
from practices.models import Inquiry, Maturity, PracticePage, PracticeRecord
from practices.models.practice_choices import Answer, InquiryKind, TextState
from practices.recording import record_of

LETTER = "practices.inquiry"
REMINDER = "practices.inquiry-reminder"
LINK = "practices.inquiry"
LINK_AGE = timedelta(days=120)
STILL_TRUE_FOR_MONTHS = 18
"""How long a confirmation holds before the cooperative is asked again."""
REMIND_AFTER = timedelta(days=14)
SILENT_AFTER = {
    InquiryKind.TEXT.value: timedelta(days=30),
    InquiryKind.STILL_SO.value: timedelta(45),
}
ASK_AGAIN_AFTER_MONTHS = 6
"""How long the hub waits with its next question when nobody has answered the last one."""
BATCH = 50
"""How many cooperatives are asked at one turn: letters leave in a trickle, not in a flood."""

ANSWERS = {
    InquiryKind.STILL_SO.value: (Answer.STILL_SO, Answer.CHANGED, Answer.ENDED),
    InquiryKind.TEXT.value: (Answer.CONFIRMED, Answer.CHANGES),
}
NEEDS_WORDS = frozenset({Answer.CHANGED.value, Answer.CHANGES.value})


class InquiryOver(Exception):
    """The question was answered before, or given up."""

    def __init__(self, inquiry: Inquiry) -> None:
        super().__init__(str(inquiry))
        self.inquiry = inquiry


class WordsMissing(ValueError):
    """The answer says that something is different, but not what."""


@transaction.atomic
def ask(*, practice: PracticePage, kind: str, by: User | None = None) -> Inquiry:
    """Ask a practice's cooperative; a question that is open already is not asked twice.

    For the text the newest version is asked about, published or not. Raises NoAddress when nobody
    is known who could be written to.
    """
    if contact_of(practice) is None:
        raise NoAddress(str(practice.pk))
    record = record_of(practice)
    known = record.inquiries.open().filter(kind=kind).first()
    if known is not None:
        return known
    revision = practice.latest_revision if kind == InquiryKind.TEXT else None
    try:
        with transaction.atomic():
            inquiry = Inquiry.objects.create(
                record=record, kind=kind, revision=revision, asked_at=timezone.now(), asked_by=by
            )
    except IntegrityError:  # somebody was faster
        return record.inquiries.open().get(kind=kind)
    if kind == InquiryKind.TEXT:
        record.text_state = TextState.SENT
        record.save(update_fields=["text_state"])
    language = practice.locale.language_code
    posting.post(
        purpose=LETTER, about_id=inquiry.pk, language=language, once=f"{LETTER}:{inquiry.pk}"
    )
    return inquiry


@transaction.atomic
def answer(*, inquiry_id: int, answer: str, message: str = "", name: str = "") -> Inquiry:
    """Write down what a cooperative answers, once.

    Raises InquiryOver when it was answered before, WordsMissing when it does not say what is
    different, ValueError for an answer that the question does not allow, Inquiry.DoesNotExist.
    """
    inquiry = _locked(inquiry_id)
    if not inquiry.is_open and inquiry.answered_at is not None:
        raise InquiryOver(inquiry)
    if answer not in ANSWERS[inquiry.kind]:
        raise ValueError(answer)
    if answer in NEEDS_WORDS and not message.strip():
        raise WordsMissing
    # An answer that comes late counts: better late than never.
    inquiry.answer, inquiry.message = answer, message.strip()
    inquiry.answered_by, inquiry.answered_at = name.strip(), timezone.now()
    inquiry.save()
    _take_over(inquiry)
    return inquiry


def _locked(inquiry_id: int) -> Inquiry:
    """The inquiry, held until the transaction ends: of two answers at once one comes second."""
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry_id)
    # The record too: another inquiry about the same practice may be answered at this moment.
    inquiry.record = PracticeRecord.objects.select_for_update().get(pk=inquiry.record_id)
    return inquiry


def _take_over(inquiry: Inquiry) -> None:
    """What an answer means for the record."""
    record, now = inquiry.record, inquiry.answered_at or timezone.now()
    if inquiry.answer in (Answer.STILL_SO, Answer.CONFIRMED):
        record.last_confirmed_at = now
        record.review_due_at = months_after(now, STILL_TRUE_FOR_MONTHS)
    if inquiry.answer == Answer.CONFIRMED:
        record.text_state = TextState.CONFIRMED
        record.text_confirmed_at, record.text_confirmed_by = now, inquiry.answered_by
        record.confirmed_revision = inquiry.revision
    if inquiry.answer == Answer.CHANGES:
        record.text_state = TextState.CHANGES_ASKED
    record.save()


@transaction.atomic
def settle(*, inquiry: Inquiry, by: User | None) -> None:
    """Say that staff have acted upon an answer: the page now tells what the cooperative said."""
    inquiry = _locked(inquiry.pk)
    if inquiry.handled_at is not None:
        return
    inquiry.handled_at, inquiry.handled_by = timezone.now(), by
    inquiry.save()
    record = inquiry.record
    if inquiry.answer == Answer.CHANGED and inquiry.answered_at:
        record.last_confirmed_at = inquiry.answered_at
        record.review_due_at = months_after(inquiry.answered_at, STILL_TRUE_FOR_MONTHS)
    elif inquiry.answer == Answer.ENDED:
        record.last_confirmed_at, record.review_due_at = inquiry.answered_at, None
    record.save()


@transaction.atomic
def confirm_by_staff(*, practice: PracticePage, by: User | None) -> PracticeRecord:
    """Note that the cooperative has said to staff, by voice or mail, that it is still so."""
    number, now = record_of(practice).pk, timezone.now()
    record = PracticeRecord.objects.select_for_update().get(pk=number)
    record.last_confirmed_at = now
    record.review_due_at = months_after(now, STILL_TRUE_FOR_MONTHS)
    record.save()
    Inquiry.objects.create(
        record=record,
        kind=InquiryKind.STILL_SO,
        asked_at=now,
        asked_by=by,
        answer=Answer.STILL_SO,
        answered_at=now,
        handled_at=now,
        handled_by=by,
    )
    return record


def schedule(*, practice: PracticePage) -> None:
    """Set when a published practice is to be reviewed; never for one that has ended."""
    record = record_of(practice)
    if practice.maturity == Maturity.ENDED:
        due = None
    else:
        since = record.last_confirmed_at or practice.first_published_at or timezone.now()
        due = record.review_due_at or months_after(since, STILL_TRUE_FOR_MONTHS)
    if due != record.review_due_at:
        record.review_due_at = due
        record.save(update_fields=["review_due_at"])


def ask_what_is_due(*, at: datetime | None = None) -> int:
    """Ask the cooperatives of practices whose last confirmation is too old; return how many."""
    moment, asked = at or timezone.now(), 0
    due = PracticePage.objects.live().originals().review_due(moment).not_asked()
    for practice in due.order_by("pk"):
        try:
            ask(practice=practice, kind=InquiryKind.STILL_SO)
        except NoAddress:
            continue
        asked += 1
        if asked == BATCH:
            break
    return asked


def remind(*, at: datetime | None = None) -> int:
    """Write once more where nobody has answered for a while; return how many were reminded."""
    moment = at or timezone.now()
    waiting = Inquiry.objects.open().filter(
        asked_at__lte=moment - REMIND_AFTER, reminded_at__isnull=True
    )
    chosen = list(waiting.order_by("pk")[:BATCH].values_list("pk", flat=True))
    reminded = 0
    for number in chosen:
        with transaction.atomic():
            inquiry = _locked(number)
            if not inquiry.is_open or inquiry.reminded_at is not None:
                continue  # answered, or reminded by another worker, since we looked
            reminded += 1
            inquiry.reminded_at = moment
            inquiry.save(update_fields=["reminded_at"])
            practice = practice_of(inquiry)
            if practice is not None:
                posting.post(
                    purpose=REMINDER,
                    about_id=inquiry.pk,
                    language=practice.locale.language_code,
                    once=f"{REMINDER}:{inquiry.pk}",
                )
    return reminded


def give_up(*, at: datetime | None = None) -> int:
    """Close questions that nobody has answered, and say so to staff; return how many."""
    moment, closed = at or timezone.now(), 0
    for kind, patience in SILENT_AFTER.items():
        silent = Inquiry.objects.open().filter(kind=kind, asked_at__lte=moment - patience)
        for number in list(silent.values_list("pk", flat=True)):
            with transaction.atomic():
                inquiry = _locked(number)
                if not inquiry.is_open:
                    continue  # answered since we looked
                inquiry.closed_at = moment
                inquiry.save(update_fields=["closed_at"])
                _fall_silent(inquiry, moment)
            closed += 1
    return closed


def _fall_silent(inquiry: Inquiry, moment: datetime) -> None:
    record = inquiry.record
    if inquiry.kind == InquiryKind.TEXT:
        record.text_state = TextState.SILENT
    else:
        record.review_due_at = months_after(moment, ASK_AGAIN_AFTER_MONTHS)
    record.save()


def practice_of(inquiry: Inquiry) -> PracticePage | None:
    """The practice an inquiry is about, in the language it was written in."""
    same = PracticePage.objects.filter(translation_key=inquiry.record.translation_key)
    return same.originals().first() or same.first()


def asked_about(inquiry: Inquiry) -> Page | None:
    """The version an inquiry is about: the draft that was sent, or the published page."""
    revision: Revision | None = inquiry.revision
    if revision is not None:
        version: Page = revision.as_object()
        return version
    return practice_of(inquiry)


def link_token(inquiry: Inquiry) -> str:
    """The token of the link under which an inquiry is answered."""
    return tokens.issue(LINK, str(inquiry.pk))


def read_token(token: str) -> int:
    """The number of the inquiry; raises TokenExpired or TokenInvalid."""
    return int(tokens.read(LINK, token, max_age=int(LINK_AGE.total_seconds())))


def months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last day of that month."""
    month = moment.month - 1 + months
    year, month = moment.year + month // 12, month % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)
