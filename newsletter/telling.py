"""Telling followers what is new: their copies of a bulletin, handed over once.

A copy is leased, made, set to *intent*, which is committed, and only then handed over. What a
killed worker had leased waits again; what stood at intent may have left, so it becomes
*uncertain* and a person decides. Nobody is told twice by a machine.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import Any

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from core import refusals
from core.handing_over import reply_of
from core.mjml import to_html
from core.refusals import About
from newsletter import followed, links, quiet, suppression, unsubscribing, verp
from newsletter.models import (
    BulletinCopy,
    ConsentChannel,
    CopyState,
    SubscriberState,
    SuppressionReason,
    What,
)
from newsletter.providers import TroubleError, Verdict, backend

logger = logging.getLogger(__name__)

# A worker that falls silent keeps a copy no longer than this.
LEASE = timedelta(minutes=10)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
# Older news is no news.
GIVE_UP_AFTER = timedelta(days=3)
BATCH = 200
ENOUGH_FAILURES = 3
FOLDER = "newsletter/mails/news"
# States in which somebody may be told; a pause is a pause of everything.
TOLD_STATES = (
    SubscriberState.ACTIVE,
    SubscriberState.FOLLOWING,
    SubscriberState.UNSUBSCRIBED,
)


def send_due() -> int:
    """Hand over what is due and return how much was; stop when the mail server is away.

    Nothing leaves in the quiet hours of the night: it is due when they are over.
    """
    settle_silent()
    if quiet.quiet_until(timezone.now()):
        return 0
    due = Q(state=CopyState.PLANNED) | Q(state=CopyState.LEASED)
    ids = BulletinCopy.objects.filter(due, due_at__lte=timezone.now()).order_by("due_at", "pk")
    sent = in_vain = 0
    for copy_id in list(ids.values_list("pk", flat=True)[:BATCH]):
        state = send(copy_id=copy_id)
        sent += state == CopyState.SENT
        in_vain = in_vain + 1 if state == CopyState.PLANNED else 0
        if in_vain == ENOUGH_FAILURES:
            break
    return sent


def send(*, copy_id: int) -> CopyState | None:
    """Hand one copy over and write down what came of it; None when it was not to be had."""
    copy = _lease(copy_id)
    if copy is None:
        return None
    if obstacle := _obstacle(copy):
        return _settle(copy, CopyState.SKIPPED, obstacle)
    try:
        message = build(copy)
        message.connection = get_connection()
        message.connection.open()
    except Exception as error:
        # Nothing has left yet: the server is away, or a mistake of ours that may be mended.
        logger.exception("copy %s of a bulletin is put off", copy.pk)
        return _postpone(copy, type(error).__name__)
    if not _intend(copy):
        message.connection.close()
        return None
    return _hand_over(copy, message)


def settle_silent() -> int:
    """Mark as uncertain what a worker that fell silent may have handed over; return how many."""
    silent = BulletinCopy.objects.filter(state=CopyState.INTENT, due_at__lte=timezone.now())
    return silent.update(state=CopyState.UNCERTAIN, reason="worker fell silent", due_at=None)


@transaction.atomic
def send_again(*, copy_id: int) -> bool:
    """A person decides that an uncertain copy leaves once more; False when it is settled."""
    uncertain = BulletinCopy.objects.filter(pk=copy_id, state=CopyState.UNCERTAIN)
    return bool(
        uncertain.update(
            state=CopyState.PLANNED, reason="sent again by staff", due_at=timezone.now()
        )
    )


def build(copy: BulletinCopy) -> EmailMultiAlternatives:
    """Make the message of a leased copy, with links signed at this moment."""
    assert copy.following is not None  # noqa: S101  `_obstacle` has seen it
    reader = copy.following.subscriber
    contents = followed.in_language(copy.bulletin.contents, reader.language) or {}
    token = links.following_token(copy.following, copy)
    with translation.override(reader.language):
        context: dict[str, Any] = {
            "HUB_NAME": settings.HUB_NAME,
            "HUB_URL": settings.HUB_URL,
            "language": reader.language,
            "title": contents["title"],
            "url": contents["url"],
            "news": [_shown(one, reader.language) for one in contents["news"]],
            "stop_url": links.following_page(token, reader.language),
            "preferences_url": links.preferences_url(reader),
        }
        subject = " ".join(render_to_string(f"{FOLDER}/subject.txt", context).split())
        text = render_to_string(f"{FOLDER}/body.txt", context).strip() + "\n"
        html = to_html(render_to_string(f"{FOLDER}/body.mjml", context | {"subject": subject}))
    message = EmailMultiAlternatives(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [reader.email],
        headers={
            # The attempt is in it: a copy sent again by a person is another message.
            "Message-ID": f"<news.{copy.public_id.hex}.{copy.attempts}@{settings.HUB_HOST}>",
            "List-Unsubscribe": f"<{links.following_one_click(token)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"<{copy.bulletin.key.hex}.{copy.bulletin.kind}.{settings.HUB_HOST}>",
            "Precedence": "bulk",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(html, "text/html")
    _name(message, copy)
    return message


def _name(message: EmailMultiAlternatives, copy: BulletinCopy) -> None:
    """What comes back leads to the copy (see `verp`): by a provider's report or by its address."""
    message.metadata = {"mail": verp.reference(copy.pk, verp.NEWS)}  # type: ignore[attr-defined]
    return_path = verp.return_path(copy.pk, verp.NEWS)
    if return_path and settings.HUB_MAIL_PROVIDER == "smtp":
        # Django's words for the two: the sender on the envelope, and the one readers see.
        message.extra_headers["From"] = message.from_email
        message.from_email = return_path


def _shown(one: dict[str, Any], language: str) -> dict[str, Any]:
    """A piece of news with the word for what it is, and its moment."""
    at = parse_datetime(one["starts_at"]) if one["starts_at"] else None
    return one | {
        "label": What(one["what"]).label,
        "at": timezone.localtime(at) if at else None,
        "is_foreign": one["language"] != language,
    }


def _lease(copy_id: int) -> BulletinCopy | None:
    """Take a copy that is due; of several workers one gets it."""
    now = timezone.now()
    open_states = (CopyState.PLANNED, CopyState.LEASED)
    mine = BulletinCopy.objects.filter(pk=copy_id, state__in=open_states, due_at__lte=now).update(
        state=CopyState.LEASED, due_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not mine:
        return None
    rows = BulletinCopy.objects.select_related("bulletin", "following__subscriber")
    return rows.get(pk=copy_id)


def _obstacle(copy: BulletinCopy) -> str:
    """Why a copy must not leave any more, "" when nothing stands against it."""
    following = copy.following
    if following is None or following.subscriber.state == SubscriberState.ERASED:
        return "erased"
    if following.ended_at is not None:
        return "no longer follows"
    if following.subscriber.state not in TOLD_STATES:
        return following.subscriber.state
    if suppression.is_suppressed(following.subscriber.email):
        return "suppressed"
    if followed.thing(following.kind, following.key, following.subscriber.language) is None:
        return "no longer public"
    return ""


def _intend(copy: BulletinCopy) -> bool:
    """Commit that the copy is about to leave; False when the lease has gone to another worker."""
    mine = BulletinCopy.objects.filter(pk=copy.pk, state=CopyState.LEASED, attempts=copy.attempts)
    return bool(mine.update(state=CopyState.INTENT, due_at=timezone.now() + LEASE))


def _hand_over(copy: BulletinCopy, message: EmailMultiAlternatives) -> CopyState:
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as no:
        return _refused(copy, no)
    except (AnymailError, ImproperlyConfigured) as error:
        return _answered(copy, error)
    except Exception as error:
        # Whether it has left cannot be known: never blindly a second time.
        logger.exception("copy %s of a bulletin may or may not have left", copy.pk)
        return _settle(copy, CopyState.UNCERTAIN, type(error).__name__)
    finally:
        if message.connection is not None:
            _close_quietly(message.connection)
    return _settle(copy, CopyState.SENT, "")


def _answered(copy: BulletinCopy, error: Exception) -> CopyState:
    """What a provider's interface says, or that it says nothing."""
    try:
        answer = backend.judged(error)
    except TroubleError as trouble:
        # It takes no mail at all now: this one has not left.
        return _postpone(copy, trouble.reason)
    if answer.verdict is Verdict.UNCERTAIN:
        logger.warning("copy %s of a bulletin may or may not have left: %s", copy.pk, answer.code)
        return _settle(copy, CopyState.UNCERTAIN, answer.code)
    if answer.verdict is Verdict.UNWANTED:
        return _postpone(copy, f"put off {answer.code}")
    return _settle(copy, CopyState.FAILED, f"refused {answer.code}")


def _refused(copy: BulletinCopy, error: smtplib.SMTPException) -> CopyState:
    """A refusal of the reader ends the copy, one for now or of us postpones it: nothing left."""
    code, words = reply_of(error)
    about = refusals.of_reply(code, words)
    if code < 500 or about is About.US or isinstance(error, smtplib.SMTPSenderRefused):
        return _postpone(copy, f"put off {code}")
    if about is About.GONE and isinstance(error, smtplib.SMTPRecipientsRefused):
        _stop(copy)
    return _settle(copy, CopyState.FAILED, f"refused {code}")


def _stop(copy: BulletinCopy) -> None:
    """There is no such mailbox: nobody writes to it any more."""
    if copy.following is not None:
        unsubscribing.stop_mailing(
            subscriber_id=copy.following.subscriber_id,
            reason=SuppressionReason.BOUNCE,
            channel=ConsentChannel.PROVIDER,
            reference=f"news {copy.pk}",
        )


def _postpone(copy: BulletinCopy, reason: str) -> CopyState:
    now = timezone.now()
    if now - copy.created_at >= GIVE_UP_AFTER:
        return _settle(copy, CopyState.FAILED, f"given up: {reason}")
    wait = WAITS[min(copy.attempts, len(WAITS)) - 1]
    _mine(copy).update(state=CopyState.PLANNED, reason=reason[:60], due_at=now + wait)
    return CopyState.PLANNED


def _settle(copy: BulletinCopy, state: CopyState, reason: str) -> CopyState:
    _mine(copy).update(state=state, reason=reason[:60], due_at=None, settled_at=timezone.now())
    return state


def _mine(copy: BulletinCopy) -> Any:
    """The row, as long as nobody else has taken it since: a late answer must not undo theirs."""
    held = (CopyState.LEASED, CopyState.INTENT, CopyState.UNCERTAIN)
    return BulletinCopy.objects.filter(pk=copy.pk, attempts=copy.attempts, state__in=held)


def _close_quietly(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):  # the answer was read: the rest is courtesy
        logger.info("the mail server did not say goodbye")
