"""From the hour that was agreed to the first copy: planned sendings begin by themselves.

A planned sending is started by whichever worker looks first; the table of transitions lets only
one of them. If something the mail speaks of has changed since, or if no worker was there at the
hour, a person looks first: the mailing is paused and says why.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter import checkup, steering, transitions
from newsletter.models import Mailing, MailingState

# Later than this, nobody knows whether the hour still suits.
MISSED_AFTER = timedelta(hours=6)
FURTHEST = timedelta(days=366)
MISSED = "hour-missed"


@transaction.atomic
def schedule(
    *,
    mailing_id: int,
    at: datetime | None = None,
    confirmed: int | None = None,
    at_night: bool = False,
    anyway: bool = False,
    by: steering.Person = None,
) -> Mailing:
    """Let a frozen mailing begin at a moment; without one, now, after the time to take it back.

    Raises NotAllowedError, NotConfirmedError, ChangedError, and ValidationError for a moment that
    is over or more than a year away.
    """
    mailing = Mailing.objects.get(pk=mailing_id)
    steering.check_number(mailing, confirmed)
    now = timezone.now()
    if at is not None and not now < at < now + FURTHEST:
        raise ValidationError(_("Choose a moment in the future, within a year."), code="moment")
    checkup.insist(mailing, anyway=anyway)
    moment = at or now + timedelta(seconds=settings.HUB_UNDO_SECONDS)
    transitions.move(
        mailing_id=mailing_id,
        to=MailingState.SCHEDULED,
        scheduled_at=moment,
        sends_at_night=at_night,
        reason="",
    )
    if moment <= now:
        steering.start(mailing_id=mailing_id, confirmed=confirmed, by=by)
    else:
        steering.note(
            mailing, "newsletter.schedule", by, recipients=mailing.planned, at=moment.isoformat()
        )
    mailing.refresh_from_db()
    return mailing


@transaction.atomic
def call_back(*, mailing_id: int, by: steering.Person = None) -> None:
    """Take "send" back before the first copy leaves. Raises NotAllowedError."""
    transitions.move(
        mailing_id=mailing_id,
        to=MailingState.FROZEN,
        only_from=[MailingState.SCHEDULED],
        scheduled_at=None,
    )
    steering.note(Mailing.objects.get(pk=mailing_id), "newsletter.call_back", by)


def launch_due() -> list[int]:
    """Begin the mailings whose hour has come; return those that were begun here."""
    due = Mailing.objects.filter(state=MailingState.SCHEDULED, scheduled_at__lte=timezone.now())
    return [mailing.pk for mailing in due.order_by("scheduled_at") if launch(mailing)]


def launch(mailing: Mailing) -> bool:
    """Begin a planned mailing, or pause it with the reason; whether it was begun here."""
    reason = ""
    if mailing.scheduled_at and timezone.now() - mailing.scheduled_at > MISSED_AFTER:
        reason = MISSED
    elif checkup.changes(mailing):
        reason = checkup.CHANGED
    try:
        if reason:
            steering.pause(mailing_id=mailing.pk, reason=reason)
            return False
        steering.start(mailing_id=mailing.pk, confirmed=mailing.planned)
    except transitions.NotAllowedError:
        return False  # called back, or another worker was quicker
    return True
