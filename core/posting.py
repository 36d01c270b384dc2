"""The outbox of every room: a letter is first a row, then a mail.

A room says once how its letters are made:

    @writes("events.confirm", folder="events/mails/confirm")
    def confirm(about_id: int) -> Contents | None: ...

and posts them in the transaction that makes them necessary:

    post(purpose="events.confirm", about_id=registration.pk, language="it")

The worker makes each mail at the moment of sending, so a row holds nothing personal. A letter
whose worker was killed between handing over and writing down is sent once more under the same
Message-ID: somebody waits for it, and twice harms less than never.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.handing_over import MailRefusedError, MailServerAwayError, hand_over
from core.mjml import to_html
from core.models.letter import Letter, LetterState

logger = logging.getLogger(__name__)

# A worker that falls silent keeps a letter no longer than this.
LEASE = timedelta(minutes=10)
# Waits after the first, second … failure; the last one repeats.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
# What could not be handed over by then is of no use to anybody any more.
GIVE_UP_AFTER = timedelta(days=3)
# Rows of letters that came to an end are kept this long, to answer "was it sent?".
KEEP = timedelta(days=180)
BATCH = 100
ENOUGH_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a letter."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """What a letter says: to whom, the values of its templates, files, further headers."""

    to: str
    context: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] | list[Attachment] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


Writer = Callable[[int], Contents | None]


@dataclass(frozen=True, slots=True)
class _Purpose:
    folder: str
    writer: Writer


_purposes: dict[str, _Purpose] = {}


def writes(purpose: str, *, folder: str) -> Callable[[Writer], Writer]:
    """Register how letters of a purpose are made.

    `folder` holds `subject.txt`, `body.txt` and `body.mjml`. The function gets the number of what
    the letter is about and gives None when the letter is no longer wanted. It runs in the
    letter's language. Raises ValueError when the purpose is taken.
    """

    def register(writer: Writer) -> Writer:
        held = _purposes.get(purpose)
        if held is not None and held.writer is not writer:
            raise ValueError(f"two functions write letters of the purpose {purpose}")
        _purposes[purpose] = _Purpose(folder, writer)
        return writer

    return register


def post(
    *,
    purpose: str,
    about_id: int,
    language: str,
    once: str | None = None,
    due_at: datetime | None = None,
) -> Letter:
    """Write down that a letter is to be sent; it leaves when the transaction has ended well.

    With `once` a letter is written only the first time: later calls give back the first, whatever
    became of it. With `due_at` it waits until then. Raises KeyError for an unknown purpose.
    """
    _purposes[purpose]  # a typing error shows here, not in the worker
    now = timezone.now()
    values: dict[str, Any] = {"purpose": purpose, "about_id": about_id, "language": language}
    values |= {"due_at": due_at or now, "wanted_at": due_at or now, "created_at": now}
    if once is None:
        letter, is_new = Letter.objects.create(**values), True
    else:
        letter, is_new = Letter.objects.get_or_create(once=once, defaults=values)
    if is_new and (due_at is None or due_at <= now):
        transaction.on_commit(lambda: _enqueue(letter.pk))
    return letter


def withdraw(*, once: str) -> bool:
    """Take back a letter that has not left; tell whether there was one.

    The same letter may then be posted again, for instance a reminder for another hour.
    """
    taken, _rows = Letter.objects.filter(once=once, state=LetterState.PLANNED).delete()
    return bool(taken)


def send(*, letter_id: int) -> LetterState | None:
    """Send a letter that is due, and write down what came of it; None when it was not due."""
    letter = _claim(letter_id)
    if letter is None:
        return None
    try:
        with translation.override(letter.language):
            message = build(letter)
        if message is None:
            return _close(letter, LetterState.SKIPPED, "no longer wanted")
        hand_over(message)
    except MailServerAwayError as error:
        return _postpone(letter, str(error))
    except MailRefusedError as no:
        if no.is_final:
            return _close(letter, LetterState.FAILED, f"refused {no.code}")
        return _postpone(letter, f"put off {no.code}")
    except Exception:
        # A mistake of ours, such as a template that cannot be rendered: it may be mended, and
        # the letters to others go on.
        logger.exception("letter %s could not be made", letter.pk)
        return _postpone(letter, "error")
    return _close(letter, LetterState.SENT, "")


def send_due() -> int:
    """Send what is due, such as reminders or what waited for the server; return how many left.

    Stops after some failures in a row: the mail server is away, the others would wait in vain.
    """
    due = Letter.objects.open().filter(due_at__lte=timezone.now())
    sent = in_vain = 0
    for letter_id in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]):
        state = send(letter_id=letter_id)
        sent += state == LetterState.SENT
        in_vain = in_vain + 1 if state == LetterState.PLANNED else 0
        if in_vain == ENOUGH_FAILURES:
            break
    return sent


def forget() -> int:
    """Delete the rows of letters that came to an end long ago; return how many.

    Those that are written only once stay: without them they would be written again.
    """
    ended = Letter.objects.filter(due_at__isnull=True, once__isnull=True)
    return ended.filter(created_at__lt=timezone.now() - KEEP).delete()[0]


def build(letter: Letter) -> EmailMultiAlternatives | None:
    """Make the message, in the current language; None when the letter is no longer wanted."""
    purpose = _purposes[letter.purpose]
    contents = purpose.writer(letter.about_id)
    if contents is None:
        return None
    context: dict[str, Any] = {
        "HUB_NAME": settings.HUB_NAME,
        "HUB_URL": settings.HUB_URL,
        "language": letter.language,
        **contents.context,
    }
    subject = " ".join(render_to_string(f"{purpose.folder}/subject.txt", context).split())
    text = render_to_string(f"{purpose.folder}/body.txt", context).strip() + "\n"
    context["subject"] = subject
    html = to_html(render_to_string(f"{purpose.folder}/body.mjml", context))
    message = EmailMultiAlternatives(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [contents.to],
        headers=_headers(letter) | dict(contents.headers),
    )
    message.attach_alternative(html, "text/html")
    for file in contents.attachments:
        message.attach(file.name, file.data, file.content_type)
    return message


def _headers(letter: Letter) -> dict[str, str]:
    return {
        "Message-ID": f"<{letter.purpose}.{letter.public_id.hex}@{settings.HUB_HOST}>",
        # RFC 3834: no machine should answer; Exchange wants to be told in its own way.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _enqueue(letter_id: int) -> None:
    from core import tasks

    tasks.send_letter.enqueue(letter_id)


def _claim(letter_id: int) -> Letter | None:
    """Take a letter that is due; of several workers one gets it."""
    now = timezone.now()
    mine = (
        Letter.objects.open()
        .filter(pk=letter_id, due_at__lte=now)
        .update(state=LetterState.LEASED, due_at=now + LEASE, attempts=F("attempts") + 1)
    )
    return Letter.objects.get(pk=letter_id) if mine else None


def _postpone(letter: Letter, reason: str) -> LetterState:
    now = timezone.now()
    logger.warning("letter %s is put off: %s", letter.pk, reason)
    if now - letter.wanted_at >= GIVE_UP_AFTER:
        return _close(letter, LetterState.FAILED, f"given up: {reason}")
    letter.due_at = now + WAITS[min(letter.attempts, len(WAITS)) - 1]
    letter.state, letter.reason = LetterState.PLANNED, reason[:60]
    letter.save(update_fields=["state", "reason", "due_at"])
    return LetterState.PLANNED


def _close(letter: Letter, state: LetterState, reason: str) -> LetterState:
    letter.state, letter.reason, letter.due_at = state, reason[:60], None
    letter.sent_at = timezone.now() if state == LetterState.SENT else None
    letter.save(update_fields=["state", "reason", "due_at", "sent_at"])
    return state
