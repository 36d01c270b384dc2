"""Mails that answer a single reader: planned as rows, then built and handed to the mail server.

A mail whose worker was killed between handing over and writing down is sent once more under
the same Message-ID: somebody waits for it, and a mail that comes twice harms less than one that
never comes. Issues follow stricter rules. See docs/decisions/.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.handing_over import MailRefusedError, MailServerAwayError, hand_over
from core.mjml import to_html
from newsletter import followed, links, suppression, verp
from newsletter.models import (
    ReaderMail,
    ReaderMailPurpose,
    ReaderMailState,
    ReaderRequest,
    Subscriber,
    SubscriberState,
)

logger = logging.getLogger(__name__)

# A worker that falls silent keeps a mail no longer than this.
LEASE = timedelta(minutes=10)
# Waits after the first, second … failure; the last one repeats.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
# What could not be handed over by then is of no use to the reader any more.
GIVE_UP_AFTER = timedelta(days=3)
# Mails to who has not consented yet: there is nothing to unsubscribe from.
ASKING = (ReaderMailPurpose.CONFIRM, ReaderMailPurpose.FOLLOW)
BATCH = 100
ENOUGH_FAILURES = 3
OPEN_STATES = (ReaderMailState.PLANNED, ReaderMailState.LEASED)


def plan(
    *,
    subscriber: Subscriber,
    purpose: ReaderMailPurpose,
    language: str,
    request: ReaderRequest | None = None,
) -> ReaderMail:
    """Write down that a mail is to be sent; it leaves when the transaction has ended well."""
    from newsletter import tasks

    mail = ReaderMail.objects.create(
        subscriber=subscriber, purpose=purpose, language=language, request=request
    )
    transaction.on_commit(lambda: tasks.send_reader_mail.enqueue(mail.pk))
    return mail


def send(*, mail_id: int) -> ReaderMailState | None:
    """Send a mail that is due, and write down what came of it; None when it was not due."""
    mail = _claim(mail_id)
    if mail is None:
        return None
    if obstacle := _obstacle(mail):
        return _close(mail, ReaderMailState.SKIPPED, obstacle)
    try:
        hand_over(build(mail))
    except MailServerAwayError as error:
        return _postpone(mail, str(error))
    except MailRefusedError as no:
        if no.is_final:
            return _close(mail, ReaderMailState.FAILED, f"refused {no.code}")
        return _postpone(mail, f"put off {no.code}")
    except Exception:
        # A mistake of ours, such as a template that cannot be rendered: it may be mended, and
        # the mails to others go on.
        logger.exception("mail %s to a reader could not be made", mail.pk)
        return _postpone(mail, "error")
    return _close(mail, ReaderMailState.SENT, "")


def send_due() -> int:
    """Send what is due, such as after an outage, and return how many were sent.

    Stops after some failures in a row: the mail server is away, the others would wait in vain.
    """
    due = ReaderMail.objects.filter(state__in=OPEN_STATES, due_at__lte=timezone.now())
    sent = in_vain = 0
    for mail_id in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]):
        state = send(mail_id=mail_id)
        sent += state == ReaderMailState.SENT
        in_vain = in_vain + 1 if state == ReaderMailState.PLANNED else 0
        if in_vain == ENOUGH_FAILURES:
            break
    return sent


def build(mail: ReaderMail) -> EmailMultiAlternatives:
    """Make the message, with links signed at this moment."""
    folder = f"newsletter/mails/{mail.purpose}"
    with translation.override(mail.language):
        context = _context(mail)
        subject = " ".join(render_to_string(f"{folder}/subject.txt", context).split())
        text = render_to_string(f"{folder}/body.txt", context).strip() + "\n"
        context |= {"subject": subject}
        html = to_html(render_to_string(f"{folder}/body.mjml", context))
    message = EmailMultiAlternatives(
        subject, text, settings.DEFAULT_FROM_EMAIL, [mail.subscriber.email], headers=_headers(mail)
    )
    message.attach_alternative(html, "text/html")
    # For a provider: so its reports prove that they mean a mail of ours. No personal datum.
    message.metadata = {"mail": verp.reference(mail.pk, verp.ANSWER)}  # type: ignore[attr-defined]
    return message


def _context(mail: ReaderMail) -> dict[str, object]:
    subscriber = mail.subscriber
    context: dict[str, object] = {
        "HUB_NAME": settings.HUB_NAME,
        "HUB_URL": settings.HUB_URL,
        "language": mail.language,
        "days": links.CONFIRM_MAX_AGE // links.DAY,
    }
    if mail.purpose == ReaderMailPurpose.CONFIRM and mail.request:
        return context | {"confirm_url": links.confirm_url(mail.request)}
    if mail.purpose == ReaderMailPurpose.FOLLOW and mail.request:
        return context | _following_context(mail.request)
    return context | {
        "preferences_url": links.preferences_url(subscriber),
        "unsubscribe_url": links.unsubscribe_url(subscriber),
        "is_subscribed": subscriber.state in (SubscriberState.ACTIVE, SubscriberState.PAUSED),
    }


def _following_context(request: ReaderRequest) -> dict[str, object]:
    """What is to be followed, in the words of its page."""
    assert request.followed_key is not None  # noqa: S101  `_obstacle` has seen it
    return {
        "confirm_url": links.confirm_following_url(request),
        "thing": followed.thing(request.followed_kind, request.followed_key, request.language),
    }


def _headers(mail: ReaderMail) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{mail.purpose}.{mail.public_id.hex}@{settings.HUB_HOST}>",
        # RFC 3834: no machine should answer; Exchange wants to be told in its own way.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.purpose not in ASKING:
        headers["List-Unsubscribe"] = f"<{links.one_click_url(mail.subscriber)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _claim(mail_id: int) -> ReaderMail | None:
    """Take a mail that is due; of several workers one gets it."""
    now = timezone.now()
    mine = ReaderMail.objects.filter(pk=mail_id, state__in=OPEN_STATES, due_at__lte=now).update(
        state=ReaderMailState.LEASED, due_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not mine:
        return None
    return ReaderMail.objects.select_related("subscriber", "request").get(pk=mail_id)


def _obstacle(mail: ReaderMail) -> str:
    """Why a mail must not leave any more, "" when nothing stands against it."""
    subscriber = mail.subscriber
    if subscriber.state == SubscriberState.ERASED:
        return "erased"
    if suppression.blocks_requests(subscriber.email):
        return "suppressed"
    is_subscribed = subscriber.state in (SubscriberState.ACTIVE, SubscriberState.PAUSED)
    asks_in_vain = is_subscribed or mail.request is None or mail.request.confirmed_at is not None
    if mail.purpose == ReaderMailPurpose.CONFIRM and asks_in_vain:
        return "confirmed already"
    if mail.purpose == ReaderMailPurpose.FOLLOW:
        return _obstacle_to_following(mail.request)
    if mail.purpose == ReaderMailPurpose.WELCOME and not is_subscribed:
        return "unsubscribed"
    return ""


def _obstacle_to_following(request: ReaderRequest | None) -> str:
    if request is None or request.confirmed_at is not None or request.followed_key is None:
        return "confirmed already"
    thing = followed.thing(request.followed_kind, request.followed_key, request.language)
    return "" if thing else "nothing to follow"


def _postpone(mail: ReaderMail, reason: str) -> ReaderMailState:
    now = timezone.now()
    logger.warning("mail %s to a reader is put off: %s", mail.pk, reason)
    if now - mail.created_at >= GIVE_UP_AFTER:
        return _close(mail, ReaderMailState.FAILED, f"given up: {reason}")
    wait = WAITS[min(mail.attempts, len(WAITS)) - 1]
    mail.state, mail.reason, mail.due_at = ReaderMailState.PLANNED, reason[:60], now + wait
    mail.save(update_fields=["state", "reason", "due_at"])
    return ReaderMailState.PLANNED


def _close(mail: ReaderMail, state: ReaderMailState, reason: str) -> ReaderMailState:
    mail.state, mail.reason, mail.due_at = state, reason[:60], None
    mail.sent_at = timezone.now() if state == ReaderMailState.SENT else None
    mail.save(update_fields=["state", "reason", "due_at", "sent_at"])
    return state
